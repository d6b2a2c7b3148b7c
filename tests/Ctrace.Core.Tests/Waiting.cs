using System.Diagnostics;
using System.Globalization;

namespace Ctrace.Core.Tests;

/// <summary>
/// Waiting for what happens. How long that takes tells nothing: on a machine that is busy or slow everything takes as long as it likes.
/// </summary>
internal static class Waiting
{
    /// <summary>
    /// The only limit by the clock: what has not happened by then never will, and the test fails instead of hanging.
    /// Who waits for a failure may want to see it sooner: CTRACE_PATIENCE, in seconds.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("CTRACE_PATIENCE") ?? "600", CultureInfo.InvariantCulture));

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Asks until the answer is yes.</summary>
    /// <param name="holds">The question.</param>
    /// <param name="otherwise">What to say when it never is.</param>
    /// <exception cref="TimeoutException">It never is.</exception>
    public static async Task UntilAsync(Func<Task<bool>> holds, Func<Task<string>> otherwise)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException(await otherwise());
            }

            await Task.Delay(Pause);
        }
    }

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, Func{Task{string}})"/>
    public static Task UntilAsync(Func<Task<bool>> holds, Func<string> otherwise) => UntilAsync(holds, () => Task.FromResult(otherwise()));

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, Func{Task{string}})"/>
    public static Task UntilAsync(Func<bool> holds, Func<string> otherwise) => UntilAsync(() => Task.FromResult(holds()), otherwise);
}
