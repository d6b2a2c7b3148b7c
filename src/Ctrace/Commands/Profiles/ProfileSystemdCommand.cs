using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core.Profiles;
using Ctrace.Core.Profiles.Systemd;
using Ctrace.Core.Seccomp.Profiles;

namespace Ctrace.Commands.Profiles;

/// <summary><c>ctrace profile systemd</c>: a drop-in for a service's unit.</summary>
internal static class ProfileSystemdCommand
{
    public static Command Create()
    {
        var trace = new ProfileTrace();
        var audit = new Option<bool>("--audit") { Description = "Refuse nothing: log what was not recorded (SystemCallLog=, systemd 247)" };
        var output = CommandOutput.Create("The drop-in to write");
        var arguments = new ArgumentsOption();
        var command = new Command(
            "systemd",
            """
            Write a systemd drop-in: system calls, capabilities and no-new-privileges.

            Record the service's program itself ('ctrace record -- PROGRAM'), or a container of it: what a program does
            can depend on where it runs. systemd skips names of system calls that it does not know, and says so in its
            journal.

            Examples:
              ctrace profile systemd web.trace
              ctrace profile systemd --audit -o watch.conf web.trace
              ctrace profile systemd -o /etc/systemd/system/web.service.d/ctrace.conf web.trace
            """)
        {
            output,
            audit,
        };
        trace.AddTo(command);
        arguments.AddExactTo(command);
        command.SetAction(result =>
        {
            if (result.GetValue(audit))
            {
                var recorded = trace.Read(result);
                result.Warn("in a unit with User= and without CAP_SYS_ADMIN, SystemCallLog= implies NoNewPrivileges=yes: set-user-ID programs and file capabilities have no effect then");
                result.Write(result.GetValue(output)!, SystemdUnit.WriteAudit(ProfileBuilder.Calls(recorded).Union(RuntimeBaseline.NoNewPrivileges)));
                return;
            }

            var whole = OpenedDefaults.For(result, trace.Read(result), Platform.Systemd);
            var unknown = ProfileBuilder.Build(whole).Rules.Where(rule => rule.Return.DisguisesCall).SelectMany(rule => rule.Names);
            var calls = ProfileBuilder.Calls(whole).ToHashSet(StringComparer.Ordinal);
            // A unit's list of calls has no conditions.
            var kin = arguments.IsExact(result) ? Kin.None : Kin.Of(whole).WithoutConditions().Only(name => !calls.Contains(name));
            result.Note(KinText.Lines(kin));
            calls.UnionWith(kin.Names);
            var conditions = SystemdConditions.Of(whole, calls, DefaultConditions.Allows);
            result.Warn(BeyondDefault.Of(whole).Concat(conditions.Doubts));
            var unit = SystemdUnit.Write(whole, calls, unknown, conditions.Lines);
            result.Write(result.GetValue(output)!, unit);
        });
        return command;
    }
}
