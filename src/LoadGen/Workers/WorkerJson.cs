using System.Text.Json.Serialization;

namespace Sws.LoadGen.Workers;

/// <summary>JSON of the messages between controllers and workers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ControllerMessage))]
[JsonSerializable(typeof(WorkerMessage))]
internal sealed partial class WorkerJson : JsonSerializerContext;
