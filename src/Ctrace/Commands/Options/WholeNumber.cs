using System.CommandLine;
using System.Globalization;

namespace Ctrace.Commands.Options;

/// <summary>Options that take a whole number between two bounds.</summary>
internal static class WholeNumber
{
    /// <summary>Such an option.</summary>
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
}
