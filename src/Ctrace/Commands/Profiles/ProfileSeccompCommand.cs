using System.CommandLine;
using System.CommandLine.Parsing;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp;
using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Profiles;

namespace Ctrace.Commands.Profiles;

/// <summary><c>ctrace profile seccomp TRACEFILE...</c>: a seccomp profile.</summary>
internal static class ProfileSeccompCommand
{
    private const string Actions = "kill_process, kill_thread, trap, errno[:ERROR], trace[:NUMBER], log, notify or allow";

    public static Command Create()
    {
        var trace = new ProfileTrace(
            "A tracefile, or a directory: all files in it and below; not needed with a base",
            "Also take recordings that began after their container, and write a profile under which no container starts");
        var basis = new Option<string>("--base")
        {
            Description = $"What to start from: {SeccompPlan.NoBase}, {SeccompInput.DockerDefaultName}, {SeccompPlan.DenyAll} or a profile's file",
            HelpName = "BASE",
            DefaultValueFactory = _ => SeccompPlan.NoBase,
        };
        basis.CompletionSources.Add(SeccompPlan.NoBase, SeccompInput.DockerDefaultName, SeccompPlan.DenyAll, AuditPlan.AllowAll);
        var allow = new Option<string?>("--allow") { Description = "Also allow these system calls, whatever their arguments", HelpName = "NAMES" };
        var deny = new Option<string?>("--deny") { Description = "Refuse these system calls, whatever the base and the tracefiles say", HelpName = "NAMES" };
        allow.CompletionSources.AddNamesOfList(Syscalls.All(NativeArchitecture.Current).Select(call => call.Name));
        deny.CompletionSources.AddNamesOfList(Syscalls.All(NativeArchitecture.Current).Select(call => call.Name));
        var defaultAction = Action("--default-action", "The action for all other calls");
        var denyAction = Action("--deny-action", "The action for the calls of --deny (default: that for all other calls)");
        var seccomp = new SeccompOptions();
        var output = CommandOutput.Create("The profile to write");
        var command = new Command(
            "seccomp",
            """
            Write a seccomp profile that allows what tracefiles recorded.

            Docker, Podman, containerd and Kubernetes take it.

            Bases:
              none            only what was recorded and what a container needs to start; calls that libraries
                              can do without (such as clone3) fail with ENOSYS, so that they do without
              docker-default  Docker's default profile with its conditions, and also what was recorded
              deny-all        only what was recorded and what --allow names
              FILE            any profile, and also what was recorded
              allow-all       only with --audit: what a container may do without any profile

            Actions of the kernel (seccomp(2)):
              kill_process    ends the process with SIGSYS, and leaves a core dump where the system makes those
              kill_thread     ends the thread alone; during a start this hangs Docker for minutes
              trap            sends SIGSYS to the thread, which a handler can catch
              errno[:ERROR]   lets the call fail with an error, by name or number (EPERM); it is not made
              trace[:NUMBER]  asks a ptrace tracer, and tells it the number; without a tracer fails with ENOSYS
              log             lets the call be made, and writes it to the audit log (where that is allowed)
              notify          asks a supervisor that listens at the profile's listenerPath
              allow           lets the call be made

            Examples:
              ctrace profile seccomp -o web.json web.trace
              ctrace profile seccomp --arguments -o web.json web.trace        (recorded with --arguments)
              ctrace profile seccomp --base docker-default --deny chmod,fchmod,fchmodat,fchmodat2 -o no-chmod.json
              ctrace profile seccomp --audit -o watch.json web.trace          (refuses nothing that worked before)
              ctrace profile seccomp --allow io_uring_setup,io_uring_enter --default-action log -o try.json data/web
            """)
        {
            basis,
            allow,
            deny,
            defaultAction,
            denyAction,
            output,
        };
        trace.AddTo(command);
        seccomp.AddWithoutBaseTo(command);
        command.SetAction(result =>
        {
            if (seccomp.IsAudit(result))
            {
                var named = result.IsTyped(basis) ? result.GetValue(basis)! : SeccompInput.DockerDefaultName;
                var watched = Watch(result, trace, seccomp, named, [allow, deny, defaultAction, denyAction]);
                result.Write(result.GetValue(output)!, SeccompWriter.Write(watched));
                return;
            }

            var plan = new SeccompPlan(result.Warn, result.Note)
            {
                Base = result.GetValue(basis)!,
                Within = seccomp.Arguments.Within(result),
                Allow = result.GetValue(allow),
                Deny = result.GetValue(deny),
                DefaultAction = result.GetValue(defaultAction),
                DenyAction = result.GetValue(denyAction),
                Arguments = seccomp.Arguments.IsGiven(result),
                Exact = seccomp.Arguments.IsExact(result),
                Force = trace.IsForced(result),
            };
            result.Write(result.GetValue(output)!, SeccompWriter.Write(plan.Make(trace.ReadAny(result))));
        });
        return command;
    }

    private static SeccompProfile Watch(ParseResult result, ProfileTrace trace, SeccompOptions seccomp, string basis, IEnumerable<Option> others)
    {
        if (others.FirstOrDefault(option => result.IsTyped(option)) is { } other)
        {
            throw new CtraceException(FailureKind.Usage, $"--audit and {other.Name} exclude each other", "change the profile that is made when the audit is over");
        }

        if (basis == SeccompPlan.DenyAll)
        {
            throw new CtraceException(FailureKind.Usage, $"under {SeccompPlan.DenyAll} there is nothing to watch", $"--audit takes {SeccompInput.DockerDefaultName}, {AuditPlan.AllowAll} (or {SeccompPlan.NoBase}) or a file");
        }

        var recorded = trace.ReadAny(result) ?? throw new CtraceException(FailureKind.Usage, "--audit logs what was not recorded: there is no tracefile", "give tracefiles");
        return seccomp.Watch(result, recorded, basis == SeccompPlan.NoBase ? AuditPlan.AllowAll : basis);
    }

    private static Option<FilterReturn?> Action(string name, string description)
    {
        var option = new Option<FilterReturn?>(name) { Description = description, HelpName = "ACTION", CustomParser = Parse };
        option.CompletionSources.Add("kill_process", "kill_thread", "trap", "errno", "trace", "log", "notify", "allow");
        return option;

        FilterReturn? Parse(ArgumentResult result)
        {
            var action = ActionName.Parse(result.Tokens[0].Value);
            if (action is null)
            {
                result.AddError($"{name} takes {Actions}, not '{Printable.Escape(result.Tokens[0].Value)}'");
            }

            return action;
        }
    }
}
