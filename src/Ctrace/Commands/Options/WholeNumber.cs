using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Ctrace.Commands.Options;

/// <summary>Options that take a whole number.</summary>
internal static class WholeNumber
{
    /// <summary>An option that takes a number between two bounds.</summary>
    /// <param name="name">How it is typed: <c>--slots</c>.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="standard">What it is when it is not given.</param>
    /// <param name="minimum">The least that it takes.</param>
    /// <param name="maximum">The most that it takes.</param>
    public static Option<int> Option(string name, string description, int standard, int minimum, int maximum) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
        HelpName = "N",
        CustomParser = result =>
        {
            if (!int.TryParse(result.Tokens[^1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number < minimum || number > maximum)
            {
                result.AddError($"{name} takes {minimum} to {maximum}");
            }

            return number;
        },
    };

    /// <summary>An option that takes some numbers, and says so of any other word.</summary>
    /// <param name="names">How it is typed: <c>-s</c>, and longer.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="standard">What it is when it is not given.</param>
    /// <param name="helpName">What help calls its value.</param>
    /// <param name="styles">How a number may be written.</param>
    /// <param name="holds">Whether it takes a number.</param>
    /// <param name="range">What it takes, in words.</param>
    public static Option<int> Option(string[] names, string description, int standard, string helpName, NumberStyles styles, Func<int, bool> holds, string range)
    {
        var option = new Option<int>(names[0], names[1..]) { Description = description, DefaultValueFactory = _ => standard, HelpName = helpName };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !(int.TryParse(text, styles, CultureInfo.InvariantCulture, out var value) && holds(value)))
            {
                result.AddError($"{names[0]} takes {range}, not '{text}'");
            }
        });
        return option;
    }

    /// <summary>The option of a live view that says how large its ring of events is.</summary>
    /// <param name="helpName">What help calls its value.</param>
    /// <param name="styles">How a number may be written.</param>
    public static Option<int> Buffer(string helpName, NumberStyles styles)
    {
        const int Standard = 8, Most = 1024;
        return Option(["--buffer"], $"How much the kernel may hold until it is written, in MiB: a power of two up to {Most}", Standard, helpName, styles,
            value => value is > 0 and <= Most && BitOperations.IsPow2(value), $"a power of two from 1 to {Most}");
    }
}
