using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Profiles.AppArmor;
using Ctrace.Core.Traces;

namespace Ctrace.Commands.Profiles;

/// <summary><c>ctrace profile apparmor</c>: files, networks, capabilities, signals and mounts.</summary>
internal static class ProfileAppArmorCommand
{
    public static Command Create()
    {
        var trace = new ProfileTrace();
        var output = CommandOutput.Create("The profile to write");
        var name = new Option<string>("--name") { Description = "The profile's name", HelpName = "NAME", DefaultValueFactory = _ => "ctrace" };
        var command = new Command(
            "apparmor",
            """
            Write an AppArmor profile: files, networks, capabilities, signals, mounts.

            The profile allows only what was used. It needs recordings that were made with --files. Process numbers, terminals,
            random names in /tmp and crowded directories become globs. Executed programs run under the same profile.

            Examples:
              ctrace run --files -o web.trace -- -d nginx
              ctrace profile apparmor --name web -o web.apparmor web.trace
              apparmor_parser -r web.apparmor
              docker run --security-opt apparmor=web nginx
            """)
        {
            output,
            name,
        };
        trace.AddTo(command);
        command.SetAction(result =>
        {
            var called = result.GetValue(name)!;
            if (!AppArmorProfile.IsName(called))
            {
                throw new CtraceException(FailureKind.Usage, $"'{called}' cannot be the name of a profile", "a letter or digit first, then letters, digits, '_', '-' and '.'");
            }

            var whole = trace.Read(result);
            RequireFiles(whole);
            result.Warn(AppArmorProfile.Doubts(whole));

            result.Write(result.GetValue(output)!, AppArmorProfile.Write(called, whole));
        });
        return command;
    }

    /// <summary>A profile without any file would stop any container.</summary>
    /// <exception cref="CtraceException">Data: no recording has files.</exception>
    public static void RequireFiles(Trace trace)
    {
        if (!trace.Values(Fact.Files).Any(value => value is Fact.FilesRecorded or Fact.FilesIncomplete))
        {
            throw new CtraceException(FailureKind.Data, "the recording has no files: an AppArmor profile of it would stop any container", "record it again with --files");
        }
    }
}
