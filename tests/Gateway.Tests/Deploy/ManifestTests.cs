using System.Globalization;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using StackExchange.Redis;
using Sws.Gateway.Hosting;
using Sws.Gateway.Options;
using Sws.Testing;

namespace Sws.Gateway.Tests.Deploy;

/// <summary>What deploy/k8s says of the gateway is what the executable has.</summary>
public sealed class ManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("production")]
    [InlineData("local")]
    public async Task Environment_OfEachRole_IsAConfigurationWithoutProblems(string overlay)
    {
        Manifests manifests = await Manifests.OfAsync(overlay);

        PodSettings[] pods = [.. manifests.Deployments.Select(deployment => PodSettings.Read(manifests, deployment.Spec.Template, _folder))];

        Assert.All(pods, pod => Assert.Empty(pod.Problems));
        Assert.Equal([GatewayRole.Edge, GatewayRole.Silo], pods.Select(pod => pod.Settings.Role));
        Assert.NotEmpty(pods[0].Settings.Hubs);
    }

    [Theory]
    [InlineData("production")]
    [InlineData("local")]
    public async Task PortsProbesAndGrace_OfEachRole_AreThoseOfTheExecutable(string overlay)
    {
        Manifests manifests = await Manifests.OfAsync(overlay);
        foreach (V1PodTemplateSpec pod in manifests.Deployments.Select(deployment => deployment.Spec.Template))
        {
            PodSettings settings = PodSettings.Read(manifests, pod, _folder);
            V1Container container = Assert.Single(pod.Spec.Containers);

            Assert.Equal(PortsOf(settings.Settings), container.Ports.Select(port => port.ContainerPort).Order());
            V1Probe[] probes = [container.StartupProbe, container.LivenessProbe, container.ReadinessProbe];
            string[] routes = await RoutesAsync(settings);
            Assert.All(probes, probe => Assert.Equal(settings.Settings.HttpPort, PortNumber(container, probe.HttpGet.Port)));
            Assert.All(probes, probe => Assert.Contains(probe.HttpGet.Path, routes));
            Assert.Contains(pod.Metadata.Annotations["prometheus.io/path"], routes);
            Assert.Equal(settings.Settings.HttpPort.ToString(CultureInfo.InvariantCulture), pod.Metadata.Annotations["prometheus.io/port"]);

            double preStop = container.Lifecycle?.PreStop.Sleep.Seconds ?? 0;
            Assert.True(pod.Spec.TerminationGracePeriodSeconds > preStop + GatewayHost.ShutdownTimeout(settings.Settings).TotalSeconds);
        }
    }

    [Theory]
    [InlineData("production")]
    [InlineData("local")]
    public async Task Secrets_OfAllPods_AreFilesAndTheAuthorityIsOnSilosOnly(string overlay)
    {
        Manifests manifests = await Manifests.OfAsync(overlay);

        Assert.All(manifests.Pods, pod => Assert.DoesNotContain(pod.Spec.Containers.SelectMany(container => container.Env ?? []), variable => variable.ValueFrom?.SecretKeyRef is not null));
        Assert.Empty(manifests.All<V1Secret>());
        V1PodTemplateSpec withAuthority = Assert.Single(manifests.Pods, pod => pod.Spec.Volumes.Any(volume => volume.Secret?.SecretName == "sws-ca"));
        Assert.Equal("silo", withAuthority.Metadata.Labels["app.kubernetes.io/component"]);
    }

    [Theory]
    [InlineData("production")]
    [InlineData("local")]
    public async Task SecurityContext_OfAllPods_IsRestricted(string overlay)
    {
        foreach (V1PodTemplateSpec pod in (await Manifests.OfAsync(overlay)).Pods)
        {
            Assert.True(pod.Spec.SecurityContext.RunAsNonRoot);
            Assert.Equal("RuntimeDefault", pod.Spec.SecurityContext.SeccompProfile.Type);
            Assert.False(pod.Spec.AutomountServiceAccountToken);
            V1SecurityContext container = Assert.Single(pod.Spec.Containers).SecurityContext;
            Assert.False(container.AllowPrivilegeEscalation);
            Assert.True(container.ReadOnlyRootFilesystem);
            Assert.Equal(["ALL"], container.Capabilities.Drop);
        }
    }

    [Theory]
    [InlineData("production")]
    [InlineData("local")]
    public async Task References_BetweenObjects_LeadSomewhere(string overlay)
    {
        Manifests manifests = await Manifests.OfAsync(overlay);

        foreach (V1Service service in manifests.All<V1Service>())
        {
            V1PodTemplateSpec pod = Assert.Single(manifests.Select(service.Spec.Selector));
            Assert.All(service.Spec.Ports, port => Assert.Equal(port.Port, PortNumber(Assert.Single(pod.Spec.Containers), port.TargetPort)));
        }

        Assert.All(manifests.All<V1PodDisruptionBudget>(), budget => Assert.Single(manifests.Select(budget.Spec.Selector.MatchLabels)));
        Assert.All(manifests.All<V2HorizontalPodAutoscaler>(), scaler => Assert.Single(manifests.Deployments, deployment => deployment.Metadata.Name == scaler.Spec.ScaleTargetRef.Name));
        foreach (V1NetworkPolicy policy in manifests.All<V1NetworkPolicy>().Where(policy => policy.Spec.PodSelector.MatchLabels is not null))
        {
            V1PodTemplateSpec pod = Assert.Single(manifests.Select(policy.Spec.PodSelector.MatchLabels));
            int[] open = [.. policy.Spec.Ingress.SelectMany(rule => rule.Ports).Select(port => int.Parse(port.Port.Value, CultureInfo.InvariantCulture)).Order()];
            Assert.Equal(Assert.Single(pod.Spec.Containers).Ports.Select(port => port.ContainerPort).Order(), open);
        }
    }

    [Theory]
    [InlineData("production")]
    [InlineData("local")]
    public async Task NetworkPolicies_PeersInTheNamespace_ArePodsThatListen(string overlay)
    {
        Manifests manifests = await Manifests.OfAsync(overlay);

        foreach (V1NetworkPolicyEgressRule rule in manifests.All<V1NetworkPolicy>().SelectMany(policy => policy.Spec.Egress ?? []))
        {
            foreach (V1NetworkPolicyPeer peer in rule.To.Where(peer => peer.NamespaceSelector is null))
            {
                V1PodTemplateSpec pod = Assert.Single(manifests.Select(peer.PodSelector.MatchLabels));
                Assert.All(rule.Ports, port => Assert.Contains(int.Parse(port.Port.Value, CultureInfo.InvariantCulture), Assert.Single(pod.Spec.Containers).Ports.Select(open => open.ContainerPort)));
            }
        }

        IEnumerable<V1NetworkPolicyPeer> sources = manifests.All<V1NetworkPolicy>().SelectMany(policy => policy.Spec.Ingress ?? []).SelectMany(rule => rule.FromProperty ?? []);
        Assert.All(sources.Where(peer => peer.NamespaceSelector is null), peer => Assert.Single(manifests.Select(peer.PodSelector.MatchLabels)));
    }

    [Theory]
    [InlineData("production")]
    [InlineData("local")]
    public async Task NetworkPolicies_OfAllPods_LetThemResolveNames(string overlay)
    {
        Manifests manifests = await Manifests.OfAsync(overlay);

        V1NetworkPolicy all = Assert.Single(manifests.All<V1NetworkPolicy>(), policy => policy.Spec.PodSelector.MatchLabels is null);
        V1NetworkPolicyEgressRule names = Assert.Single(all.Spec.Egress);
        V1NetworkPolicyPeer server = Assert.Single(names.To);

        // The label that clusters give their DNS; one of ours beside it would match no pod.
        Assert.Equal([new("k8s-app", "kube-dns")], server.PodSelector.MatchLabels);
        Assert.NotNull(server.NamespaceSelector);
        Assert.All(names.Ports, port => Assert.Equal("53", port.Port.Value));
        Assert.Equal(["TCP", "UDP"], names.Ports.Select(port => port.Protocol).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Redis_ContainerCommand_BecomesTheServerWithConfigurationAndPassword()
    {
        Manifests manifests = await Manifests.OfAsync("production");
        V1PodTemplateSpec pod = Assert.Single(manifests.Pods, pod => pod.Metadata.Labels["app.kubernetes.io/component"] == "redis");
        V1Container container = Assert.Single(pod.Spec.Containers);
        string data = _folder.At("data");
        Directory.CreateDirectory(data);
        int free = Testing.Ports.Free();
        string configuration = manifests.ConfigMap(Assert.Single(pod.Spec.Volumes, volume => volume.ConfigMap is not null).ConfigMap.Name)["redis.conf"];
        await File.WriteAllTextAsync(_folder.At("redis.conf"), configuration.Replace("dir /data", $"dir {data}\nport {free}\nbind 127.0.0.1", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.At("password"), "p4ss word", TestContext.Current.CancellationToken);
        string script = Assert.Single(container.Args)
            .Replace("/etc/redis/redis.conf", _folder.At("redis.conf"), StringComparison.Ordinal)
            .Replace("/run/secrets/sws-redis/password", _folder.At("password"), StringComparison.Ordinal);

        await using ChildProcess redis = ChildProcess.Start(container.Command[0], [.. container.Command.Skip(1), script], "apt-get install redis-server");
        await redis.ReadAsync(line => line.Contains("Ready to accept connections", StringComparison.Ordinal) ? line : null, Timeouts.Process, "Redis");
        await using ConnectionMultiplexer client = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{free},password=p4ss word,allowAdmin=true");
        IServer server = client.GetServer("127.0.0.1", free);

        Assert.Equal("always", Assert.Single(await server.ConfigGetAsync("appendfsync")).Value);
        Assert.Equal("noeviction", Assert.Single(await server.ConfigGetAsync("maxmemory-policy")).Value);
        Assert.StartsWith("redis-server", (await File.ReadAllTextAsync($"/proc/{redis.Id}/comm", TestContext.Current.CancellationToken)).Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void Dockerfile_PortsAndProgram_AreThoseOfTheExecutable()
    {
        string[] lines = File.ReadAllLines(RepositoryFiles.At("deploy", "Dockerfile"));

        Assert.Contains("EXPOSE 8080 8081 11111 30000", lines);
        Assert.Contains($"ENTRYPOINT [\"dotnet\", \"{typeof(GatewaySettings).Assembly.GetName().Name}.dll\"]", lines);
    }

    private static IEnumerable<int> PortsOf(GatewaySettings settings)
    {
        int[] edge = settings.HasEdge ? [settings.SwsPort] : [];
        int[] silo = settings.HasSilo ? [settings.Cluster.SiloPort, settings.Cluster.GatewayPort] : [];
        return edge.Concat(silo).Append(settings.HttpPort).Order();
    }

    private static int PortNumber(V1Container container, IntOrString port) =>
        int.TryParse(port.Value, CultureInfo.InvariantCulture, out int number) ? number : Assert.Single(container.Ports, named => named.Name == port.Value).ContainerPort;

    private static async Task<string[]> RoutesAsync(PodSettings pod)
    {
        // The real host, not started; its ports may be taken on this machine.
        string[] anyPorts = ["--Gateway:SwsPort=0", "--Gateway:HttpPort=0", "--Cluster:SiloPort=0", "--Cluster:GatewayPort=0"];
        await using WebApplication app = GatewayHost.Build([.. pod.Keys.Select(key => $"--{key.Key}={key.Value}"), .. anyPorts]);
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(route => route.RoutePattern.RawText!)];
    }
}
