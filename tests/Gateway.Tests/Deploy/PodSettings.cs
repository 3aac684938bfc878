using System.Text;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using Sws.Gateway.Options;
using Sws.Protocol.Certificates;
using Sws.Testing;

namespace Sws.Gateway.Tests.Deploy;

/// <summary>The configuration that the gateway finds in a pod: its environment, and files in the place of the mounted secrets.</summary>
internal sealed class PodSettings
{
    private const string PodAddress = "10.1.2.3";

    private PodSettings(GatewaySettings settings, IReadOnlyList<string> problems, IReadOnlyDictionary<string, string> keys)
    {
        (Settings, Problems, Keys) = (settings, problems, keys);
    }

    public GatewaySettings Settings { get; }

    public IReadOnlyList<string> Problems { get; }

    /// <summary>The keys with their values.</summary>
    public IReadOnlyDictionary<string, string> Keys { get; }

    public static PodSettings Read(Manifests manifests, V1PodTemplateSpec pod, TemporaryFolder folder)
    {
        V1Container container = Assert.Single(pod.Spec.Containers);
        Dictionary<string, string> keys = Environment(manifests, container)
            .Where(variable => variable.Key.Contains("__", StringComparison.Ordinal))
            .ToDictionary(variable => variable.Key.Replace("__", ":", StringComparison.Ordinal), variable => Mounted(variable.Value, pod, container, folder));
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(keys.Select(key => KeyValuePair.Create(key.Key, (string?)key.Value))).Build();
        GatewaySettings settings = GatewaySettingsReader.Read(configuration, isDevelopment: false, out IReadOnlyList<string> problems);
        return new PodSettings(settings, problems, keys);
    }

    private static IEnumerable<KeyValuePair<string, string>> Environment(Manifests manifests, V1Container container)
    {
        foreach (V1EnvFromSource source in container.EnvFrom ?? [])
        {
            foreach (KeyValuePair<string, string> entry in manifests.ConfigMap(source.ConfigMapRef.Name))
            {
                yield return entry;
            }
        }

        foreach (V1EnvVar variable in container.Env ?? [])
        {
            yield return KeyValuePair.Create(variable.Name, variable.Value ?? (variable.ValueFrom.FieldRef.FieldPath == "status.podIP" ? PodAddress : ""));
        }
    }

    // A path under a mount: of a secret, it must be one of the files that are mounted; of a volume, a folder.
    private static string Mounted(string value, V1PodTemplateSpec pod, V1Container container, TemporaryFolder folder)
    {
        V1VolumeMount? mount = container.VolumeMounts.FirstOrDefault(mount => value == mount.MountPath || value.StartsWith(mount.MountPath + "/", StringComparison.Ordinal));
        if (mount is null)
        {
            return value;
        }

        V1Volume volume = Assert.Single(pod.Spec.Volumes, volume => volume.Name == mount.Name);
        if (volume.Secret is not { } secret)
        {
            return folder.At(mount.Name);
        }

        string name = value[(mount.MountPath.Length + 1)..];
        Assert.Contains(name, secret.Items.Select(item => item.Path));
        string path = folder.At(secret.SecretName + "-" + name);
        bool isAuthority = name == "ca.key";
        File.WriteAllBytes(path, isAuthority ? CertificateAuthority.Create("test", TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(1)).ToKeyFile() : Encoding.ASCII.GetBytes(new string('s', 44)));
        return path;
    }
}
