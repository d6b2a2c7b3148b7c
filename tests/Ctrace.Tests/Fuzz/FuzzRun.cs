using System.Text;
using Ctrace.Core.Tests;
using Xunit;

namespace Ctrace.Tests.Fuzz;

/// <summary>
/// Gives a target damaged inputs, one after another. An input with a new outcome (another refusal, another result) is damaged
/// further itself: so the run finds its way behind the first check.
/// </summary>
internal sealed class FuzzRun(FuzzTarget target)
{
    private const int MostKept = 400, LongestInput = 1 << 20;

    private readonly List<byte[]> _inputs = [.. target.Seeds];
    private readonly HashSet<string> _outcomes = [];
    private byte[] _current = [];
    private volatile int _done;
    private Exception? _failure;

    /// <summary>How many different outcomes were seen.</summary>
    public int Outcomes => _outcomes.Count;

    /// <summary>Runs to the end, or to the first input that breaks the target.</summary>
    public void Run(int tries)
    {
        // In a thread of its own, since nothing ends a loop that does not end. Its stack is that of a main thread.
        var thread = new Thread(() => Work(tries), 8 << 20) { IsBackground = true };
        thread.Start();
        for (var before = -1; !thread.Join(FuzzTarget.Hang); before = _done)
        {
            Assert.False(_done == before, $"{target.Name} hangs on {Shown}");
        }

        if (_failure is not null)
        {
            throw new InvalidOperationException($"{target.Name} breaks on {Shown} (CTRACE_FUZZ_SEED={Seeded.Seed}, input {_done})", _failure);
        }
    }

    private string Shown => $"{Convert.ToBase64String(_current)} ({Encoding.Latin1.GetString(_current.AsSpan(0, Math.Min(200, _current.Length)))})";

    private void Work(int tries)
    {
        var mutator = new Mutator(new Random((int)(Seeded.Seed % int.MaxValue)), target.Words);
        try
        {
            foreach (var seed in target.Seeds)
            {
                _current = seed;
                Learn(seed, target.Judge(seed));
            }

            for (; _done < tries; _done++)
            {
                _current = mutator.Next(_inputs);
                Learn(_current, target.Judge(_current));
            }
        }
        catch (Exception broken)
        {
            _failure = broken;
        }
    }

    private void Learn(byte[] input, string outcome)
    {
        if (_outcomes.Add(outcome) && _inputs.Count < MostKept && input.Length < LongestInput)
        {
            _inputs.Add(input);
        }
    }
}
