using System.Text.RegularExpressions;
using Ctrace.Core.Traces;

namespace Ctrace.Live.Witnesses;

/// <summary>
/// The files that a log of <c>strace -y</c> tells of, below one directory, with what AppArmor would ask for each: descriptors are shown
/// with the path that the kernel has for them, directories that paths are relative to likewise.
/// </summary>
internal static partial class StraceFiles
{
    /// <summary>What the log says; it is of programs whose current directory is the one given.</summary>
    public static FileSet Read(IEnumerable<string> log, string directory)
    {
        var files = new List<KeyValuePair<FileName, FileModes>>();
        void Add(string path, FileModes modes)
        {
            var name = Path.GetFullPath(path, directory);
            if (name.StartsWith(directory, StringComparison.Ordinal) && modes != FileModes.None)
            {
                files.Add(new(new FileName(path.EndsWith('/') && !name.EndsWith('/') ? name + "/" : name), modes));
            }
        }

        foreach (var line in log)
        {
            if (Opened().Match(line) is { Success: true, Groups: var opened })
            {
                var flags = opened["flags"].Value;
                var makes = flags.Contains("O_CREAT", StringComparison.Ordinal) || flags.Contains("O_TRUNC", StringComparison.Ordinal);
                var writes = flags.Contains("O_WRONLY", StringComparison.Ordinal) || flags.Contains("O_RDWR", StringComparison.Ordinal);
                var modes = flags.Contains("O_WRONLY", StringComparison.Ordinal) ? FileModes.None : FileModes.Read;
                modes |= makes ? FileModes.Write : !writes ? FileModes.None : flags.Contains("O_APPEND", StringComparison.Ordinal) ? FileModes.Append : FileModes.Write;
                Add(opened["path"].Value + (flags.Contains("O_DIRECTORY", StringComparison.Ordinal) ? "/" : ""), modes);
            }
            else if (Given().Match(line) is { Success: true, Groups: var given })
            {
                Add(given["path"].Value, given["call"].Value == "flock" ? FileModes.Lock : FileModes.Write);
            }
            else if (Named().Match(line) is { Success: true, Groups: var named })
            {
                string[] names = [.. Name().Matches(named["arguments"].Value).Select(name => Path.Combine(name.Groups["directory"].Value, name.Groups["name"].Value))];
                switch (named["call"].Value)
                {
                    case "mkdir" or "mkdirat" or "rmdir":
                        Add(names[0] + "/", FileModes.Write);
                        break;
                    case "unlinkat" when line.Contains("AT_REMOVEDIR", StringComparison.Ordinal):
                        Add(names[0] + "/", FileModes.Write);
                        break;
                    case "chmod" or "fchmodat" or "fchmodat2" or "chown" or "fchownat":
                        Add(names[0], FileModes.Write);
                        Add(names[0] + "/", FileModes.Write);
                        break;
                    case "rename" or "renameat" or "renameat2":
                        foreach (var end in (string[])["", "/"])
                        {
                            Add(names[0] + end, FileModes.Read | FileModes.Write);
                            Add(names[1] + end, FileModes.Write | (named["call"].Value == "renameat2" ? FileModes.Read : FileModes.None));
                        }

                        break;
                    case "symlink" or "symlinkat":
                        Add(names[^1], FileModes.Write);
                        break;
                    default:
                        Add(names[0], FileModes.Write);
                        break;
                }
            }
        }

        return FileSet.Create(files);
    }

    [GeneratedRegex(@"\b(?:openat|open|creat)\(.*?(?<flags>O_[A-Z_|]+).*\)\s+= \d+<(?<path>[^>]+)>$")]
    private static partial Regex Opened();

    [GeneratedRegex(@"\b(?<call>flock|fchmod|fchown|ftruncate)\(\d+<(?<path>[^>]+)>.*\)\s+= 0$")]
    private static partial Regex Given();

    [GeneratedRegex(@"\b(?<call>mkdir|mkdirat|rmdir|unlink|unlinkat|mknod|mknodat|truncate|chmod|fchmodat2?|chown|fchownat|rename|renameat2?|symlink|symlinkat)\((?<arguments>.*)\)\s+= 0$")]
    private static partial Regex Named();

    [GeneratedRegex("(?:(?:AT_FDCWD|\\d+)<(?<directory>[^>]+)>, )?\"(?<name>[^\"]*)\"")]
    private static partial Regex Name();
}
