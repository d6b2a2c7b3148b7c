using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;

namespace Ctrace.Commands;

/// <summary><c>ctrace completion SHELL</c>: a script that has a shell ask ctrace itself what can come next.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _ctrace() {
                local word=${COMP_WORDS[COMP_CWORD]} typed=${COMP_LINE:0:COMP_POINT} candidates
                candidates=$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
                # What is typed of the last word, of which bash takes only what stands behind = and : for the word.
                typed=${typed##*[[:space:]]}
                mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$typed")
                COMPREPLY=("${COMPREPLY[@]#"${typed%"$word"}"}")
            }
            complete -o default -F _ctrace ctrace

            """,
        ["zsh"] = """
            #compdef ctrace
            _ctrace() {
                local -a candidates
                candidates=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
                compadd -- "${candidates[@]}" || _files
            }
            compdef _ctrace ctrace

            """,
        ["fish"] = """
            function __ctrace_complete
                set -l line (commandline -cp)
                ctrace "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c ctrace -a '(__ctrace_complete)'

            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = $"The shell: {string.Join(", ", Scripts.Keys)}" };
        shell.CompletionSources.Add(Scripts.Keys.ToArray());
        var command = new Command(
            "completion",
            """
            Print a script that completes ctrace's command lines in a shell.

            Examples:
              ctrace completion bash > /etc/bash_completion.d/ctrace
              source <(ctrace completion bash)
              ctrace completion zsh > "${fpath[1]}/_ctrace"
              ctrace completion fish > ~/.config/fish/completions/ctrace.fish
            """)
        {
            shell,
        };
        command.SetAction(result =>
        {
            var name = result.GetValue(shell)!;
            if (!Scripts.TryGetValue(name, out var script))
            {
                throw new CtraceException(FailureKind.Usage, $"there is no completion for '{name}'", $"it can be {string.Join(", ", Scripts.Keys)}");
            }

            result.Print(script);
        });
        return command;
    }
}
