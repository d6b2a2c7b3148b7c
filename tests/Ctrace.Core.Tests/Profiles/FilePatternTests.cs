using Ctrace.Core.Profiles;
using Xunit;

namespace Ctrace.Core.Tests.Profiles;

public sealed class FilePatternTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/etc/passwd", "/etc/passwd")]
    [InlineData("/proc/0/task/0/comm", "/proc/<[0-9]*>/task/<[0-9]*>/comm")]
    [InlineData("/proc/sys/vm/1a", "/proc/sys/vm/1a")]
    [InlineData("/dev/pts/7", "/dev/pts/<[0-9]*>")]
    [InlineData("/dev/pts/", "/dev/pts/")]
    [InlineData("/srv/7", "/srv/7")]
    [InlineData("/tmp/#1234", "/tmp/#<[0-9]*>")]
    [InlineData("/tmp/tmp.Ab3dE6fGhI", "/tmp/tmp.<*>")]
    [InlineData("/tmp/tmpa8x_9zk2", "/tmp/tmp<*>")]
    [InlineData("/tmp/tmpa8x_9zk2/config", "/tmp/tmp<*>/config")]
    [InlineData("/tmp/sess_ab12cd34", "/tmp/sess_<*>")]
    [InlineData("/var/tmp/go-build123456/b001/x", "/var/tmp/go-<*>/b001/x")]
    [InlineData("/tmp/web.1234", "/tmp/web.<[0-9]*>")]
    [InlineData("/tmp/web.1234.pid", "/tmp/web.<[0-9]*>.pid")]
    [InlineData("/tmp/config.json", "/tmp/config.json")]
    [InlineData("/tmp/settings/ab12cd34", "/tmp/settings/ab12cd34")]
    [InlineData("/srv/sess_ab12cd34", "/srv/sess_ab12cd34")]
    [InlineData("/var/run/web.pid", "/<{,var/}>run/web.pid")]
    [InlineData("/run/web.pid", "/run/web.pid")]
    [InlineData("/bin/start", "/<{,usr/}>bin/start")]
    [InlineData("/lib64/ld-linux-x86-64.so.2", "/<{,usr/}>lib64/ld-linux-x86-64.so.2")]
    [InlineData("/usr/bin/start", "/usr/bin/start")]
    [InlineData("/library/a", "/library/a")]
    public void WhatDiffersNextTimeIsAGlob(string path, string pattern) =>
        Assert.Equal(pattern, string.Concat(FilePattern.Of(path).Select(part => part.IsGlob ? $"<{part.Text}>" : part.Text)));
}
