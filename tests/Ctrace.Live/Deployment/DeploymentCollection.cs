using Xunit;

namespace Ctrace.Live.Deployment;

/// <summary>The tests that share what is shipped.</summary>
[CollectionDefinition("deployment")]
public sealed class DeploymentCollection : ICollectionFixture<Packaged>;
