using Ctrace.Core.Seccomp.Profiles;
using Ctrace.Core.Traces;
using Xunit;

namespace Ctrace.Core.Tests.Traces;

public sealed class RecordedImagesTests
{
    private const string One = "sha256:1111111111111111111111111111111111111111111111111111111111111111", Other = "sha256:2222222222222222222222222222222222222222222222222222222222222222";

    private static readonly Trace Web = TraceExamples.Of("read").With(Fact.Image, $"{One} web:1");

    [Fact]
    public void AProfileKnowsTheImagesOfItsTrace()
    {
        var profile = ProfileBuilder.Build(Web.Merge(TraceExamples.Of("read").With(Fact.Image, $"{Other} (sha256:333333333333)")), ArgumentRules.None, Kin.None);
        Assert.Equal(["sha256:111111111111", "sha256:222222222222"], ProfileImages.Digests(profile).Take(1).Concat(ProfileImages.Digests(profile).TakeLast(1)).Order(StringComparer.Ordinal));
        Assert.Equal(["sha256:111111111111"], ProfileImages.Digests(ProfileBuilder.Build(Web, ArgumentRules.None, Kin.None)));
        Assert.Empty(ProfileImages.Digests(DockerDefault.Profile));
    }

    [Fact]
    public void OnlyAnImageThatWasNotRecordedIsAnother()
    {
        var recorded = RecordedImages.Digests(Web);
        Assert.Null(RecordedImages.Another(recorded, One));
        Assert.StartsWith("its image is sha256:222222222222, and sha256:111111111111 was recorded: ", RecordedImages.Another(recorded, Other), StringComparison.Ordinal);
        Assert.Null(RecordedImages.Another([], Other));
        Assert.Null(RecordedImages.Another(recorded, ""));
        Assert.Empty(RecordedImages.Digests(TraceExamples.Of("read").With(Fact.Image, "web:1")));
        Assert.Equal(["web:1"], RecordedImages.Names(Web));
    }
}
