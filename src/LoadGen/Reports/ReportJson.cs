using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sws.LoadGen.Reports;

/// <summary>JSON of the reports.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(LoadReport))]
[JsonSerializable(typeof(CompareReport))]
[JsonSerializable(typeof(SearchReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>With µ and the like written as themselves: the files are for people too.</summary>
    public static ReportJson Readable =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
