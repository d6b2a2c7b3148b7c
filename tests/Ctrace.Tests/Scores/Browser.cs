using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ctrace.Core.Tests;
using Ctrace.Tests.Files;
using Xunit;

namespace Ctrace.Tests.Scores;

/// <summary>
/// A browser without a window, with one page, spoken to by the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/) over
/// loopback. Its profile and its processes are gone when it is.
/// </summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly TemporaryDirectory _profile = new();
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonObject>> _asked = new();
    private readonly ConcurrentQueue<JsonObject> _events = new();
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private Task _reading = Task.CompletedTask;
    private string? _session;
    private int _last;

    private Browser(Process process) => _process = process;

    /// <summary>Errors of the page, what it wrote to the console, and what its policy forbade.</summary>
    public IEnumerable<string> Complaints => _events.Where(one => (string?)one["method"] is "Log.entryAdded" or "Runtime.exceptionThrown" or "Runtime.consoleAPICalled").Select(one => one["params"]!.ToJsonString());

    /// <summary>All that the page asked for, itself too.</summary>
    public IEnumerable<string> Requests => Events("Network.requestWillBeSent").Select(one => (string)one["request"]!["url"]!);

    /// <summary>Starts it.</summary>
    public static async Task<Browser> StartAsync()
    {
        var program = Program() ?? throw SkipException();
        var browser = new Browser(new Process());
        var profile = browser._profile.Path;
        var start = browser._process.StartInfo;
        (start.FileName, start.RedirectStandardError, start.RedirectStandardOutput, start.RedirectStandardInput) = (program, true, true, true);
        foreach (var argument in (string[])
        [
            "--headless", $"--user-data-dir={profile}", "--remote-debugging-port=0", "--disable-gpu", "--disable-dev-shm-usage", "--disable-breakpad", "--disable-extensions",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--no-default-browser-check", "--no-proxy-server",
            // It does not run as root otherwise, and opens nothing but our own page.
            .. Environment.IsPrivilegedProcess ? (string[])["--no-sandbox"] : [],
            "about:blank",
        ])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in (string[])["HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"])
        {
            start.Environment[name] = profile;
        }

        try
        {
            await browser.ConnectAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a file, and waits until it is loaded.</summary>
    public async Task OpenAsync(string path)
    {
        _events.Clear();
        var answer = await AskAsync("Page.navigate", new() { ["url"] = new Uri(path).AbsoluteUri });
        Assert.Null(answer["errorText"]);
        await Waiting.UntilAsync(() => Events("Page.loadEventFired").Any(), () => $"{path} was not loaded: {_said}");
    }

    /// <summary>What an expression is on the page.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await AskAsync("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        Assert.True(answer["exceptionDetails"] is null, answer.ToJsonString());
        return answer["result"]!["value"];
    }

    /// <summary>Presses and leaves a key.</summary>
    public async Task PressAsync(string key, int code)
    {
        foreach (var type in (string[])["keyDown", "keyUp"])
        {
            await AskAsync("Input.dispatchKeyEvent", new() { ["type"] = type, ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code, ["text"] = type == "keyDown" && key == "Enter" ? "\r" : "" });
        }
    }

    /// <summary>Types into what has the focus.</summary>
    public Task TypeAsync(string text) => AskAsync("Input.insertText", new() { ["text"] = text });

    /// <summary>How wide the page is, in which colours, and for which medium.</summary>
    public async Task ShowAsync(int width, string scheme, string medium = "screen")
    {
        await AskAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        await AskAsync("Emulation.setEmulatedMedia", new() { ["media"] = medium, ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });
    }

    /// <summary>The page as a picture (PNG), as high as it is.</summary>
    public async Task<byte[]> PictureAsync() =>
        Convert.FromBase64String((string)(await AskAsync("Page.captureScreenshot", new() { ["format"] = "png", ["captureBeyondViewport"] = true }))["data"]!);

    /// <summary>The page printed (PDF).</summary>
    public async Task<byte[]> PrintAsync() => Convert.FromBase64String((string)(await AskAsync("Page.printToPDF", new() { ["printBackground"] = false }))["data"]!);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_socket.State == WebSocketState.Open)
            {
                _session = null;
                await AskAsync("Browser.close", []);
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or InvalidOperationException)
        {
            // It is gone already.
        }

        if (_profile.Names().Length > 0 && _process.Id > 0)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        await Waiting.UntilAsync(() => Remaining().Count == 0, () => $"processes of the browser are left: {string.Join(", ", Remaining())}");
        _process.Dispose();
        _profile.Dispose();
    }

    // Debian's and others' names.
    private static string? Program() => ((string[])["chromium", "chromium-browser", "google-chrome"])
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(directory => Path.Combine(directory, name))).FirstOrDefault(File.Exists);

    private static UnreachableException SkipException()
    {
        Assert.Skip("no chromium is installed (./build setup, where the distribution has it)");
        return new UnreachableException();
    }

    private async Task ConnectAsync()
    {
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        Assert.True(_process.Start());
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        // Port and path, a line each; written when it listens (chrome/browser/devtools/remote_debugging_server.cc).
        string[] lines = [];
        var file = _profile["DevToolsActivePort"];
        await Waiting.UntilAsync(() => (lines = File.Exists(file) ? File.ReadAllLines(file) : []).Length >= 2 || (_process.HasExited ? throw new InvalidOperationException($"the browser ended: {_said}") : false), () => $"the browser does not listen: {_said}");
        await _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{lines[0]}{lines[1]}"), TestContext.Current.CancellationToken);
        _reading = ReadAsync();
        var target = await AskAsync("Target.createTarget", new() { ["url"] = "about:blank" });
        _session = (string)(await AskAsync("Target.attachToTarget", new() { ["targetId"] = (string)target["targetId"]!, ["flatten"] = true }))["sessionId"]!;
        foreach (var domain in (string[])["Page", "Runtime", "Log", "Network"])
        {
            await AskAsync($"{domain}.enable", []);
        }
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }

    private async Task<JsonObject> AskAsync(string method, JsonObject parameters)
    {
        var id = Interlocked.Increment(ref _last);
        var answered = _asked[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var question = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (_session is { } session)
        {
            question["sessionId"] = session;
        }

        await _socket.SendAsync(Encoding.UTF8.GetBytes(question.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
        var answer = await answered.Task.WaitAsync(Waiting.Patience);
        return answer["result"] as JsonObject ?? throw new InvalidOperationException($"{method}: {answer.ToJsonString()}");
    }

    private async Task ReadAsync()
    {
        var (buffer, message) = (new byte[1 << 16], new MemoryStream());
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage)
                {
                    continue;
                }

                var read = (JsonObject)JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!;
                message.SetLength(0);
                if (read["id"] is { } id && _asked.TryRemove((int)id, out var asked))
                {
                    asked.SetResult(read);
                }
                else
                {
                    _events.Enqueue(read);
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or JsonException)
        {
            Hear(e.Message);
        }

        foreach (var waiting in _asked.Values)
        {
            waiting.TrySetException(new IOException($"the browser is gone: {_said}"));
        }
    }

    private IEnumerable<JsonNode> Events(string method) => _events.Where(one => (string?)one["method"] == method).Select(one => one["params"]!);

    /// <summary>Processes that have the profile on their command line.</summary>
    private List<int> Remaining()
    {
        var left = new List<int>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var process) && Words(directory).Contains(_profile.Path, StringComparison.Ordinal))
            {
                left.Add(process);
            }
        }

        return left;

        static string Words(string directory)
        {
            try
            {
                return File.ReadAllText(Path.Combine(directory, "cmdline"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return "";
            }
        }
    }
}
