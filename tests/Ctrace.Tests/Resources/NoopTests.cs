using System.Diagnostics;
using Xunit;

namespace Ctrace.Tests.Resources;

public sealed class NoopTests
{
    [Fact]
    public void IsEmbeddedAndDoesNothingSuccessfully()
    {
        using var program = typeof(Ctrace.Commands.CommandTree).Assembly.GetManifestResourceStream("noop");
        Assert.NotNull(program);
        var path = Path.Combine(Path.GetTempPath(), $"noop-{Guid.NewGuid():N}");
        try
        {
            using (var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            }))
            {
                program.CopyTo(file);
            }

            using var process = Process.Start(path);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
