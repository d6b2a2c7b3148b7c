using System.Text;
using Ctrace.Core.Status;
using Ctrace.Core.Tests;

namespace Ctrace.Live;

/// <summary>Asks whichever daemon listens at a socket how it fares, with <c>ctrace status</c>.</summary>
internal sealed record StatusQuestions(string Socket)
{
    /// <summary>Asks once.</summary>
    public Task<Command> AskAsync(params string[] options) => Command.RunAsync(Repository.Ctrace, ["status", "--socket", Socket, .. options]);

    /// <summary>Asks until the answer is as wanted; gives it.</summary>
    public async Task<DaemonStatus> UntilAsync(Func<DaemonStatus, bool> holds)
    {
        DaemonStatus? status = null;
        var said = "";
        await Waiting.UntilAsync(
            async () =>
            {
                var asked = await AskAsync("--json");
                said = asked.Output + asked.Errors;
                return asked.Status is 0 or 1 && holds(status = StatusJson.Read(Encoding.UTF8.GetBytes(asked.Output)));
            },
            () => $"it is not told: {said}");
        return status!;
    }
}
