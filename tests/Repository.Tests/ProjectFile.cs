using System.Text.Json;
using System.Xml.Linq;
using Sws.Testing;

namespace Sws.Repository.Tests;

/// <summary>What one project file under <c>src</c> asks for, and what its lock file says that brings along.</summary>
internal sealed class ProjectFile
{
    private readonly XDocument _project;
    private readonly string _folder;

    private ProjectFile(string folder, string file)
    {
        _folder = folder;
        _project = XDocument.Load(file);
        Name = Path.GetFileNameWithoutExtension(file);
    }

    public string Name { get; }

    public string Sdk => _project.Root?.Attribute("Sdk")?.Value ?? "";

    public IReadOnlyList<string> Projects =>
        [.. Included("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))];

    public IReadOnlyList<string> Packages => Included("PackageReference");

    public IReadOnlyList<string> Frameworks => Included("FrameworkReference");

    /// <summary>Every package that ends up beside the project, direct or not, of any target.</summary>
    public IReadOnlyList<string> LockedPackages
    {
        get
        {
            using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "packages.lock.json")));
            return
            [
                .. document.RootElement.GetProperty("dependencies").EnumerateObject()
                    .SelectMany(target => target.Value.EnumerateObject())
                    .Where(package => package.Value.GetProperty("type").GetString() != "Project")
                    .Select(package => package.Name)
                    .Distinct(),
            ];
        }
    }

    /// <summary>The projects directly under <c>src</c>, by name.</summary>
    public static IReadOnlyDictionary<string, ProjectFile> Product()
    {
        var projects = new Dictionary<string, ProjectFile>(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(RepositoryFiles.At("src")))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.csproj"))
            {
                projects.Add(Path.GetFileNameWithoutExtension(file), new ProjectFile(folder, file));
            }
        }

        return projects;
    }

    private List<string> Included(string element) =>
        [.. _project.Descendants(element).Select(item => item.Attribute("Include")?.Value ?? "").Where(name => name.Length > 0)];
}
