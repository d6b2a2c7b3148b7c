using Ctrace.Core.Rehearsals;
using Xunit;

namespace Ctrace.Core.Tests.Rehearsals;

public sealed class ComposeServiceTests
{
    private const string File = """
        name: shop
        x-common: &common
          restart: always
          environment: &env
            LEVEL: info
        services:
          db:
            <<: *common
            image: postgres:${VERSION:-17}
            command: -c 'shared_buffers=64 MB'
            entrypoint: ["/run.sh", "--fast"]
            environment:
              <<: *env
              PRICE: 5$$
              TOKEN:
              NONE:
            user: "999"
            ports: ["5432:5432"]
            volumes:
              - data:/var/lib/postgresql/data
              - ./conf:/etc/postgresql:ro
              - /scratch
              - type: volume
                source: old
                target: /old
                read_only: true
            networks: [back]
            depends_on: [cache]
            cap_drop: [ALL]
            security_opt: ["seccomp:db.json", "no-new-privileges:true"]
            stop_grace_period: 1m30s
            ulimits: {nofile: {soft: 10, hard: 20}, nproc: 5}
            healthcheck: {test: ["CMD", "pg_isready", "-U", "a b"], interval: 5s}
            extra_hosts: {a: 10.0.0.1}
          built:
            build: .
          secret:
            image: x
            secrets: [a]
        volumes:
          data:
          old: {external: true}
        networks:
          back: {name: behind}
        """;

    [Fact]
    public void AServiceIsWhatOneWouldType()
    {
        var service = Of("db");
        Assert.Equal(
            [
                "--restart=always", "--env=LEVEL=info", "--env=PRICE=5$", "--env=TOKEN=t", "--user=999", "--volume=shop_data:/var/lib/postgresql/data",
                "--volume=/srv/./conf:/etc/postgresql:ro", "--volume=/scratch", "--mount=type=volume,source=old,target=/old,readonly", "--network=behind",
                "--cap-drop=ALL", "--security-opt=seccomp=/srv/db.json", "--security-opt=no-new-privileges:true", "--stop-timeout=90", "--ulimit=nofile=10:20", "--ulimit=nproc=5",
                "--health-cmd=pg_isready -U 'a b'", "--health-interval=5s", "--add-host=a:10.0.0.1", "--entrypoint=/run.sh",
            ],
            service.Options.Select(option => option.Word).OrderBy(word => Order.FindIndex(start => word.StartsWith(start, StringComparison.Ordinal))));
        Assert.Equal(["postgres:17", "--fast", "-c", "shared_buffers=64 MB"], service.ImageAndCommand);
        Assert.Equal(["ports", "depends_on"], service.Ignored);
    }

    // Those of the expectation above: merge keys come last.
    private static readonly List<string> Order =
        ["--restart", "--env=LEVEL", "--env=PRICE", "--env=TOKEN", "--user", "--volume=shop", "--volume=/srv", "--volume=/scr", "--mount", "--network", "--cap-drop",
            "--security-opt=s", "--security-opt=n", "--stop", "--ulimit=nof", "--ulimit=np", "--health-cmd", "--health-int", "--add-host", "--entrypoint"];

    [Theory]
    [InlineData("built", "the service 'built' has no image")]
    [InlineData("secret", "no option of 'docker run' says what 'secrets' does")]
    [InlineData("cash", "compose.yml has no service 'cash'")]
    public void WhatHasNoTranslationIsRefusedByName(string service, string message)
    {
        var failure = Assert.Throws<CtraceException>(() => Of(service));
        Assert.Equal(FailureKind.Data, failure.Kind);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("$$A", "$A")]
    [InlineData("${A}b", "1b")]
    [InlineData("$A$E", "1")]
    [InlineData("${N-x}", "x")]
    [InlineData("${E-x}", "")]
    [InlineData("${E:-x}", "x")]
    [InlineData("${A:+y}", "y")]
    [InlineData("${N+y}", "")]
    public void VariablesAreReplaced(string text, string replaced) =>
        Assert.Equal(replaced, new ComposeVariables("f", name => name switch { "A" => "1", "E" => "", _ => null }).Replace(text, 1));

    [Theory]
    [InlineData("${N:?give it}")]
    [InlineData("${A")]
    [InlineData("$1")]
    [InlineData("${A:-${B}}")]
    public void OthersAreRefused(string text) => Assert.Equal(FailureKind.Data, Assert.Throws<CtraceException>(() => new ComposeVariables("f", _ => null).Replace(text, 1)).Kind);

    [Fact]
    public void AFileGivesVariablesBelowTheEnvironments()
    {
        var variables = ComposeEnvironment.Read("# c\nA=1\nexport B=\"x $A\"\nC='$A' \nD=v # w\nP=no\n", ".env", name => name == "P" ? "yes" : null);
        Assert.Equal(["1", "x 1", "$A", "v", "yes", null], new[] { "A", "B", "C", "D", "P", "Q" }.Select(variables));
        Assert.Equal(FailureKind.Data, Assert.Throws<CtraceException>(() => ComposeEnvironment.Read("A", ".env", _ => null)).Kind);
    }

    [Theory]
    [InlineData("My Shop", "myshop")]
    [InlineData("_a.b-c", "ab-c")]
    public void AProjectHasAPlainName(string directory, string name) => Assert.Equal(name, ComposeService.ProjectOf(directory));

    /// <summary>Ten that each take over ten others are a billion after nine of them.</summary>
    [Fact]
    public void WhatTakesOverTooMuchIsRefused()
    {
        var file = "x-m0: &m0 {a: b}\n" + string.Concat(Enumerable.Range(1, 11).Select(level => $"x-m{level}: &m{level}\n  <<: [{string.Join(", ", Enumerable.Repeat($"*m{level - 1}", 10))}]\n"))
            + "services:\n  web:\n    image: web\n    environment: *m11\n";
        var failure = Assert.Throws<CtraceException>(() => ComposeService.Of(file, "compose.yml", "web", "ignored", "/srv", _ => null));
        Assert.Contains("too much is taken over", failure.Message, StringComparison.Ordinal);
    }

    private static ComposeService Of(string service) => ComposeService.Of(File, "compose.yml", service, "ignored", "/srv", name => name == "TOKEN" ? "t" : null);
}
