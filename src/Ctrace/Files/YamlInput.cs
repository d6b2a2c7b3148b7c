using System.Text;

namespace Ctrace.Files;

/// <summary>A YAML file to edit.</summary>
/// <param name="Mark">Its byte order mark, or nothing.</param>
/// <param name="Text">What follows.</param>
internal readonly record struct YamlInput(string Mark, string Text)
{
    public static YamlInput Read(string path)
    {
        var text = TextInput.Read(path);
        return text is ['\ufeff', .. var rest] ? new YamlInput("\ufeff", rest) : new YamlInput("", text);
    }

    /// <summary>Writes the edited text back, whole or not at all; a file that needs no change is not touched.</summary>
    public void WriteBack(string path, string edited)
    {
        if (edited != Text)
        {
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(Mark + edited));
        }
    }
}
