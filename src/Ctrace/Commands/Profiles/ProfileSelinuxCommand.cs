using System.CommandLine;
using Ctrace.Commands.Options;
using Ctrace.Core;
using Ctrace.Core.Profiles.Selinux;

namespace Ctrace.Commands.Profiles;

/// <summary><c>ctrace profile selinux</c>: a policy module as udica writes it.</summary>
internal static class ProfileSelinuxCommand
{
    public static Command Create()
    {
        var trace = new ProfileTrace();
        var output = CommandOutput.Create("The module to write");
        var name = new Option<string>("--name") { Description = "The policy's name; the container's type is NAME.process", HelpName = "NAME", Required = true };
        var network = new Option<string>("--network")
        {
            Description = "The access to the network, which a recording does not have: none, restricted (you allow ports one by one), full",
            HelpName = "ACCESS",
            DefaultValueFactory = _ => "none",
        };
        network.AcceptOnlyFromAmong(Enum.GetNames<NetworkAccess>().Select(access => access.ToLowerInvariant()).ToArray());
        var command = new Command(
            "selinux",
            """
            Write an SELinux policy module, as udica writes it.

            The module is in SELinux's intermediate language (CIL), and holds a container's type with the capabilities that were
            used. It inherits udica's templates, which you have to load with it. A recording does not have ports, volumes, and
            whether sockets were the network's, so the module does not either.

            Examples:
              ctrace profile selinux --name web --network full -o web.cil web.trace
              semodule -i web.cil /usr/share/udica/templates/{base_container,net_container}.cil
              docker run --security-opt label=type:web.process nginx
            """)
        {
            output,
            name,
            network,
        };
        trace.AddTo(command);
        command.SetAction(result =>
        {
            var block = result.GetValue(name)!;
            if (!SelinuxPolicy.IsName(block))
            {
                throw new CtraceException(FailureKind.Usage, $"'{block}' cannot be the name of a policy", "a letter first, then letters, digits, '_' and '-'");
            }

            var access = Enum.Parse<NetworkAccess>(result.GetValue(network)!, ignoreCase: true);
            var whole = trace.Read(result);
            if (access == NetworkAccess.None && whole.Syscalls.Keys.Any(syscall => syscall.Name is "socket" or "socketcall"))
            {
                result.Warn("sockets were used, of which kind is not recorded: for more than local ones give --network");
            }

            result.Write(result.GetValue(output)!, SelinuxPolicy.Write(block, whole, access));
        });
        return command;
    }
}
