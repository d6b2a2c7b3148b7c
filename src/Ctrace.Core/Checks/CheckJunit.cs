using System.Globalization;
using System.Text;
using System.Xml;

namespace Ctrace.Core.Checks;

/// <summary>A JUnit file, as CI systems read it: a failed test for each forbidden thing that was seen, or one that passed.</summary>
internal static class CheckJunit
{
    /// <summary>The file.</summary>
    public static byte[] Write(IReadOnlyList<Violation> violations)
    {
        ArgumentNullException.ThrowIfNull(violations);
        using var buffer = new MemoryStream();
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };
        using (var writer = XmlWriter.Create(buffer, settings))
        {
            writer.WriteStartElement("testsuites");
            writer.WriteStartElement("testsuite");
            writer.WriteAttributeString("name", "ctrace check");
            writer.WriteAttributeString("tests", Math.Max(violations.Count, 1).ToString(CultureInfo.InvariantCulture));
            writer.WriteAttributeString("failures", violations.Count.ToString(CultureInfo.InvariantCulture));
            foreach (var violation in violations)
            {
                writer.WriteStartElement("testcase");
                writer.WriteAttributeString("classname", violation.Rule);
                writer.WriteAttributeString("name", $"{violation.Exe} {violation.Name}");
                writer.WriteStartElement("failure");
                writer.WriteAttributeString("message", violation.Message);
                writer.WriteEndElement();
                writer.WriteEndElement();
            }

            if (violations.Count == 0)
            {
                writer.WriteStartElement("testcase");
                writer.WriteAttributeString("classname", "ctrace");
                writer.WriteAttributeString("name", "nothing forbidden was seen");
                writer.WriteEndElement();
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }
}
