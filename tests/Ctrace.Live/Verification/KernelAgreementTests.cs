using System.Diagnostics;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Filters;
using Ctrace.Core.Tests.Seccomp.Filters;
using Ctrace.Diagnosis;
using Xunit;

namespace Ctrace.Live.Verification;

/// <summary>The simulator and the evaluator against the kernel: random filters, loaded for real (tests/workloads/filters.c).</summary>
public sealed class KernelAgreementTests
{
    private const int Cases = 500, CallsOfCase = 20, ENOSYS = 38, Seccomp = 317, FirstFreeNumber = 1000;

    // Calls that ignore their arguments, and numbers that no kernel has: with whatever arguments, nothing happens.
    private static readonly int[] Native = [39, 110, 186], Compat = [20, 64, 224];

    private static readonly uint[] Values =
        [0, 1, 2, 3, 0xFF, 0x7FFF_FFFF, 0x8000_0000, uint.MaxValue, 0xC000_003E, 0x4000_0003, 39, 110, 186, 20, 64, 224, 0x4000_0027, FirstFreeNumber];

    [Fact]
    public Task TenThousandCallsGetTheAnswerThatTheSimulatorAndTheEvaluatorGive() => AgreeAsync(everyFourth: Native);

    [AbiFact(ProgramAbi.Int80)]
    public Task SoDoThoseOfWhichAQuarterIsMadeByInt80() => AgreeAsync(everyFourth: Compat);

    private static async Task AgreeAsync(int[] everyFourth)
    {
        var random = new Random(20261122);
        var addresses = (await Command.RunAsync($"{Repository.Workloads}/filters", "ip")).Succeeded().Split(' ').Select(ulong.Parse).ToArray();
        var generator = new RandomFilter(random)
        {
            Values = [.. Values, .. addresses.Select(address => (uint)address)],
            Return = Return,
        };
        var cases = Enumerable.Range(0, Cases).Select(_ => (
            Filters: Enumerable.Range(0, random.Next(1, 4)).Select(_ => Loadable(generator.Next(random.Next(8, 50)))).ToArray(),
            Calls: Enumerable.Range(0, CallsOfCase).Select(_ => AnyCall(random, generator, addresses, everyFourth)).ToArray())).ToList();
        var lines = await AskKernelAsync(cases);
        Assert.Equal(Cases * CallsOfCase, lines.Length);
        var wrong = new List<string>();
        var seen = new Dictionary<SeccompAction, int>();
        for (var i = 0; i < lines.Length; i++)
        {
            var (filters, calls) = cases[i / CallsOfCase];
            var call = calls[i % CallsOfCase];

            // The newest is asked first.
            SeccompFilter[] newestFirst = [.. filters.Reverse()];
            var answer = Simulator.Run(newestFirst, call);
            seen[answer.Action] = seen.GetValueOrDefault(answer.Action) + 1;
            if (!Agrees(answer, lines[i].Split(' ')))
            {
                wrong.Add($"{call.Architecture:x} {call.Number} {string.Join(' ', ((ulong[])[.. call.Arguments]).Select(argument => $"{argument:x}"))}: simulated {answer}, but {lines[i]}\n{string.Concat(newestFirst.Select(Disassembly.Write))}");
            }

            var verdict = new FilterEvaluator(newestFirst).Evaluate(call.Architecture == Architecture.I386.Audit ? Architecture.I386 : Architecture.X86_64, call.Number);
            if (verdict.Always is { } always && always != answer)
            {
                wrong.Add($"{call.Number}: always {always}, but {answer}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {lines.Length}: {string.Concat(wrong.Take(2))}");

        // All that a filter can do was done.
        Assert.Equal(Enum.GetValues<SeccompAction>().Order(), seen.Where(action => action.Value > 20).Select(action => action.Key).Order());
    }

    private static bool Agrees(FilterReturn answer, string[] words) => (answer.Action, words) switch
    {
        (SeccompAction.Allow or SeccompAction.Log, ["return", var value, var without]) => value == without,
        (SeccompAction.Errno, ["return", var value, _]) => value == $"{-answer.Error}",
        (SeccompAction.Trace or SeccompAction.Notify, ["return", var value, _]) => value == $"{-ENOSYS}",
        (SeccompAction.Trap, ["trap", var data]) => data == $"{answer.Data}",
        (SeccompAction.KillProcess or SeccompAction.KillThread, ["kill"]) => true,
        _ => false,
    };

    /// <summary>All that there is, with data that tells the way; kills, which take a process each, less often.</summary>
    private static uint Return(Random random) => random.Next(24) switch
    {
        0 => (uint)SeccompAction.KillProcess,
        1 => (uint)SeccompAction.KillThread,
        2 => (uint)random.NextInt64(0x1_0000_0000),
        3 or 4 => (uint)SeccompAction.Trap | (uint)random.Next(0x10000),
        5 => (uint)SeccompAction.Log,
        6 => (uint)SeccompAction.Trace | (uint)random.Next(0x10000),
        7 => (uint)SeccompAction.Notify,
        <= 13 => (uint)SeccompAction.Allow,
        _ => (uint)SeccompAction.Errno | (uint)random.Next(0x1200),
    };

    /// <summary>A filter that lets the next one be loaded.</summary>
    private static SeccompFilter Loadable(SeccompFilter filter) => SeccompFilter.Of(
        [new Instruction(0x20, 0, 0, 0), new Instruction(0x15, 0, 1, Seccomp), new Instruction(0x06, 0, 0, (uint)SeccompAction.Allow), .. filter.Instructions], "loadable");

    private static SeccompData AnyCall(Random random, RandomFilter generator, ulong[] addresses, int[] everyFourth)
    {
        var known = random.Next(4) == 0 ? everyFourth : Native;
        var compat = known == Compat;
        var number = random.Next(8) switch
        {
            0 => random.Next(FirstFreeNumber, Syscalls.X32Bit),
            1 when !compat => known[random.Next(known.Length)] | Syscalls.X32Bit,
            _ => known[random.Next(known.Length)],
        };
        var arguments = default(SeccompData.Six);
        for (var i = 0; i < 6; i++)
        {
            arguments[i] = generator.Value() | (random.Next(2) == 0 ? 0 : (ulong)generator.Value() << 32);
        }

        return new SeccompData(number, (compat ? Architecture.I386 : Architecture.X86_64).Audit, addresses[compat ? 1 : 0], arguments);
    }

    private static async Task<string[]> AskKernelAsync(List<(SeccompFilter[] Filters, SeccompData[] Calls)> cases)
    {
        using var process = Process.Start(new ProcessStartInfo($"{Repository.Workloads}/filters") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        using (var writer = new BinaryWriter(process.StandardInput.BaseStream))
        {
            foreach (var (filters, calls) in cases)
            {
                writer.Write(filters.Length);
                foreach (var filter in filters)
                {
                    writer.Write(filter.Instructions.Length);
                    writer.Write(filter.ToBytes());
                }

                writer.Write(calls.Length);
                foreach (var call in calls)
                {
                    writer.Write(call.Architecture == Architecture.I386.Audit ? 1 : 0);
                    writer.Write(call.Number);
                    foreach (var argument in call.Arguments)
                    {
                        writer.Write(argument);
                    }
                }
            }
        }

        var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return lines;
    }
}
