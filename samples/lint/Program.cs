// Lints seccomp profiles: lint FILE...    Exits with 1 if a profile has an error, and with 65 if one cannot be read.
using Ctrace.Core;
using Ctrace.Core.Linux;
using Ctrace.Core.Seccomp.Lint;
using Ctrace.Core.Seccomp.Profiles;

// A container with Docker's default capabilities, on a machine with Linux 6.12.
var container = new Circumstances(Architecture.X86_64, new Version(6, 12), ContainerCapabilities.Default);
var status = 0;
foreach (var file in args)
{
    try
    {
        var findings = SeccompLint.Examine(SeccompReader.Read(File.ReadAllBytes(file), file), container);
        Console.Write(LintReport.Text(file, findings));
        status = findings.Any(finding => finding.Severity == LintSeverity.Error) ? Math.Max(status, 1) : status;
    }
    catch (CtraceException failure)
    {
        Console.Error.WriteLine(failure.Line);
        status = (int)failure.Kind;
    }
}

return status;
