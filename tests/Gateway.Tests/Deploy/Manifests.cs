using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using Sws.Testing;

namespace Sws.Gateway.Tests.Deploy;

/// <summary>What an overlay of deploy/k8s renders to, by kubectl itself.</summary>
internal sealed class Manifests
{
    // Rendered once: kubectl takes a second.
    private static readonly ConcurrentDictionary<string, Lazy<Task<Manifests>>> Rendered = new();

    private readonly List<object> _objects;

    private Manifests(List<object> objects) => _objects = objects;

    /// <summary>What runs the gateway.</summary>
    public IEnumerable<V1Deployment> Deployments => _objects.OfType<V1Deployment>();

    /// <summary>All pods, Redis' too.</summary>
    public IEnumerable<V1PodTemplateSpec> Pods =>
        [.. Deployments.Select(deployment => deployment.Spec.Template), .. _objects.OfType<V1StatefulSet>().Select(set => set.Spec.Template)];

    public static Task<Manifests> OfAsync(string overlay) => Rendered.GetOrAdd(overlay, name => new Lazy<Task<Manifests>>(() => RenderAsync(name))).Value;

    public IEnumerable<T> All<T>() => _objects.OfType<T>();

    /// <summary>The data of a config map.</summary>
    public IDictionary<string, string> ConfigMap(string name) => Assert.Single(_objects.OfType<V1ConfigMap>(), map => map.Metadata.Name == name).Data;

    /// <summary>The pods that a selector picks.</summary>
    public IEnumerable<V1PodTemplateSpec> Select(IDictionary<string, string> labels) =>
        Pods.Where(pod => labels.All(label => pod.Metadata.Labels.TryGetValue(label.Key, out string? value) && value == label.Value));

    private static async Task<Manifests> RenderAsync(string overlay)
    {
        await using ChildProcess kubectl = ChildProcess.Start(
            "kubectl", ["kustomize", RepositoryFiles.At("deploy", "k8s", "overlays", overlay)], "apt-get install kubectl, from the package source that kubernetes.io names");
        Assert.True(await kubectl.WaitForExitAsync(Timeouts.Process) == 0, kubectl.Transcript());

        // Strict: a field that Kubernetes does not know is an error.
        return new Manifests(KubernetesYaml.LoadAllFromString(string.Join('\n', kubectl.Output), strict: true));
    }
}
