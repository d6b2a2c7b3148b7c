using System.Net;
using System.Text;

namespace Ctrace.Core.Scores;

/// <summary>HTML that is put together of fixed parts and of text that may hold anything.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _text = new();

    /// <summary>Appends markup, as it stands.</summary>
    public HtmlText Markup(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>Appends text: nothing in it is markup, and nothing in it changes the order in which the page is read.</summary>
    public HtmlText Text(string text)
    {
        _text.Append(Encode(text));
        return this;
    }

    /// <summary>Appends an element that holds text.</summary>
    public HtmlText Element(string tag, string text) => Markup($"<{tag}>").Text(text).Markup($"</{tag.Split(' ')[0]}>");

    /// <summary>Appends a row of a table, a cell for each text.</summary>
    public HtmlText Row(string cell, params IEnumerable<string> texts)
    {
        Markup("<tr>");
        foreach (var text in texts)
        {
            Element(cell, text);
        }

        return Markup("</tr>\n");
    }

    /// <inheritdoc />
    public override string ToString() => _text.ToString();

    /// <summary>Several lines stay several lines.</summary>
    private static string Encode(string text) => string.Join('\n', text.Split('\n').Select(line => WebUtility.HtmlEncode(Printable.Escape(line))));
}
