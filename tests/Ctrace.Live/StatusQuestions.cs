using System.Text;
using Ctrace.Core.Status;
using Xunit;

namespace Ctrace.Live;

/// <summary>Asks whichever daemon listens at a socket how it fares, with <c>ctrace status</c>.</summary>
internal sealed record StatusQuestions(string Socket)
{
    /// <summary>Asks once.</summary>
    public Task<Command> AskAsync(params string[] options) => Command.RunAsync(Repository.Ctrace, ["status", "--socket", Socket, .. options]);

    /// <summary>Asks until the answer is as wanted; gives it.</summary>
    public async Task<DaemonStatus> UntilAsync(Func<DaemonStatus, bool> holds)
    {
        for (var tries = 0; ; tries++)
        {
            var asked = await AskAsync("--json");
            if (asked.Status is 0 or 1 && StatusJson.Read(Encoding.UTF8.GetBytes(asked.Output)) is var status && holds(status))
            {
                return status;
            }

            Assert.True(tries < 200, $"it is not told: {asked.Output}{asked.Errors}");
            await Task.Delay(50);
        }
    }
}
