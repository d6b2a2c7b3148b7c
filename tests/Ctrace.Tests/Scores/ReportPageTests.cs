using System.Text;
using System.Text.Json.Nodes;
using Ctrace.Core.Linux;
using Ctrace.Core.Scores;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Scores;

/// <summary>The report as a browser has it, with a recording whose names are as bad as a container can make them.</summary>
public sealed class ReportPageTests : IAsyncLifetime
{
    private const string Hostile = "/x/</th><script>window.hit=1</script><img src=x onerror=\"window.hit=1\">'\"&\u202egpj.\u001b[2J";

    private readonly TemporaryDirectory _directory = new();
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        File.WriteAllText(_directory["report.html"], Page());
        _browser = await Browser.StartAsync();
        await _browser.OpenAsync(_directory["report.html"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _directory.Dispose();
    }

    [Fact]
    public async Task ItNeedsNothingAndComplainsOfNothing()
    {
        await _browser.ShowAsync(1000, "light");
        Assert.Equal("null", await TextAsync("String(window.hit ?? null)"));
        Assert.Equal([new Uri(_directory["report.html"]).AbsoluteUri], _browser.Requests);
        Assert.NotEmpty(await _browser.PrintAsync());
        Assert.Empty(_browser.Complaints);

        // Nothing that somebody adds runs; and what is looked at above would show it.
        File.WriteAllText(_directory["changed.html"], File.ReadAllText(_directory["report.html"]).Replace("</main>", "</main><script>window.hit=1</script><img src=\"https://127.0.0.1:9/x.png\" alt=\"\">", StringComparison.Ordinal));
        await _browser.OpenAsync(_directory["changed.html"]);
        Assert.Equal("null", await TextAsync("String(window.hit ?? null)"));
        Assert.Equal(2, _browser.Complaints.Count(complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ATableIsSortedByAClickOrAKey()
    {
        await PrepareAsync();
        var times = await ListAsync("cells('times')");
        await _browser.EvaluateAsync("button('times').click()");
        Assert.Equal("descending", await TextAsync("head('times').getAttribute('aria-sort')"));
        Assert.Equal(times.OrderByDescending(Number), await ListAsync("cells('times')"));
        await _browser.EvaluateAsync("button('times').focus()");
        await _browser.PressAsync("Enter", 13);
        Assert.Equal("ascending", await TextAsync("head('times').getAttribute('aria-sort')"));
        Assert.Equal(times.OrderBy(Number), await ListAsync("cells('times')"));
        await _browser.EvaluateAsync("button('call').click()");
        Assert.Equal("ascending", await TextAsync("head('call').getAttribute('aria-sort')"));
        Assert.Equal("null", await TextAsync("String(head('times').getAttribute('aria-sort'))"));
        var names = await ListAsync("cells('call')");
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal("0", await TextAsync("String(document.querySelectorAll('th button:not([type=button])').length)"));
        Assert.Empty(_browser.Complaints);

        static decimal Number(string text) => text.Length == 0 ? -1 : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task ATableIsFilteredByWords()
    {
        await PrepareAsync();
        var all = (await ListAsync("cells('call')")).Length;
        await _browser.EvaluateAsync("section('System calls').querySelector('input').focus()");
        await _browser.TypeAsync("yes FSYNC");
        Assert.Equal(["fsync"], await ListAsync("cells('call')"));
        Assert.Equal($"1 of {all}", await TextAsync("section('System calls').querySelector('output').value"));
        await _browser.EvaluateAsync("section('System calls').querySelector('input').select()");
        await _browser.TypeAsync("no such call");
        Assert.Empty(await ListAsync("cells('call')"));
        Assert.Empty(_browser.Complaints);
    }

    [Theory]
    [InlineData(400, "light", "screen")]
    [InlineData(400, "dark", "screen")]
    [InlineData(1000, "light", "screen")]
    [InlineData(1000, "dark", "screen")]
    [InlineData(720, "light", "print")]
    public async Task NothingIsCutOffAndAllCanBeRead(int width, string scheme, string medium)
    {
        await _browser.ShowAsync(width, scheme, medium);
        await _browser.EvaluateAsync("document.querySelectorAll('details').forEach(one => one.open = true)");
        Assert.Equal("true", await TextAsync("String(document.documentElement.scrollWidth <= document.documentElement.clientWidth)"));
        Assert.Empty(await ListAsync(Outside));
        Assert.Empty(await ListAsync(Pale));
        Assert.Empty(_browser.Complaints);
    }

    /// <summary>What stands outside of the window, or of a box that hides what it has no room for.</summary>
    private const string Outside = """
        (() => {
            const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), width = document.documentElement.clientWidth;
            for (let node; node = walker.nextNode();) {
                if (!node.data.trim() || ["SCRIPT", "STYLE"].includes(node.parentNode.tagName)) continue;
                const range = document.createRange();
                range.selectNodeContents(node);
                for (const box of range.getClientRects())
                    if (box.left < -0.5 || box.right > width + 0.5) found.push(node.data.slice(0, 80) + " " + box.left + " " + box.right);
            }
            for (const one of document.querySelectorAll("body *")) {
                const overflow = getComputedStyle(one).overflowX;
                if (overflow !== "visible" && one.clientWidth && one.scrollWidth > one.clientWidth + 1) found.push(one.outerHTML.slice(0, 80));
            }
            return found;
        })()
        """;

    /// <summary>Text whose contrast is below 4.5 to 1 (Web Content Accessibility Guidelines 2.1, 1.4.3).</summary>
    private const string Pale = """
        (() => {
            const parts = color => color.match(/[\d.]+/g).map(Number);
            const light = color => parts(color).slice(0, 3).map(part => part / 255).map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
                .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
            const behind = one => { for (; one; one = one.parentElement) { const color = getComputedStyle(one).backgroundColor; if (parts(color)[3] !== 0) return color; } return "rgb(255, 255, 255)"; };
            const found = new Set();
            for (const one of document.querySelectorAll("body *")) {
                if (!one.getClientRects().length || ![...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
                const [a, b] = [light(getComputedStyle(one).color), light(behind(one))];
                if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5) found.add(one.tagName + "." + one.className + " " + getComputedStyle(one).color + " on " + behind(one));
            }
            return [...found];
        })()
        """;

    private async Task PrepareAsync()
    {
        await _browser.ShowAsync(1000, "light");
        await _browser.EvaluateAsync("""
            section = title => [...document.querySelectorAll("section")].find(one => one.querySelector("h2").textContent.startsWith(title));
            table = () => section("System calls").querySelector("table");
            head = title => [...table().tHead.rows[0].cells].find(cell => cell.textContent === title);
            button = title => head(title).querySelector("button");
            cells = title => [...table().tBodies[0].rows].filter(row => row.getClientRects().length).map(row => row.cells[head(title).cellIndex].textContent);
            null
            """);
    }

    private async Task<string> TextAsync(string expression) => (string)(await _browser.EvaluateAsync(expression))!;

    private async Task<string[]> ListAsync(string expression) => [.. ((JsonArray)(await _browser.EvaluateAsync(expression))!).Select(one => (string)one!)];

    private static string Page()
    {
        var builder = new TraceBuilder(Architecture.X86_64);
        foreach (var (name, at) in ((string[])["read", "write", "openat", "close", "fsync", "execve", "keyctl", "mmap", "brk", "exit_group", "socket", "accept4"]).Select((name, at) => (name, at)))
        {
            builder.AddSyscall(new SyscallName(Architecture.X86_64, name), (ulong)(at * 37 % 11 * 100) + 1);
            builder.AddCaller(new SyscallName(Architecture.X86_64, name), Caller.Program(at % 2 == 0 ? Hostile : $"/{new string('w', 300)}/{new string('\u05d0', 40)}"), (ulong)at);
        }

        builder.AddExecutable(Hostile, 3);
        builder.AddExecutable($"/{new string('W', 3000)}", 1);
        builder.AddExecutable("/bin/busybox (as ls)", 1);
        builder.AddCapability("sys_admin", granted: true, 1);
        builder.AddCapability("sys_ptrace", granted: false, 1);
        builder.AddRefusal(new CapabilityRefusal("sys_ptrace", IsOwn: false, Caller.Program(Hostile)), 1);
        builder.AddFact(Fact.Image, $"sha256:{new string('0', 64)} {Hostile}{new string('l', 200)}");
        var trace = builder.Build();
        return ScoreHtml.Write(Score.Of(new ScoreSubject($"/a/{Hostile}", "a container that is restricted to this recording", ProfileBuilder.Build(trace, ArgumentRules.None, Kin.Of(trace)),
            new Circumstances(Architecture.X86_64, new Version(6, 18), new HashSet<string> { "sys_admin" }), trace)));
    }
}
