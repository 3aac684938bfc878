using System.Collections.Concurrent;
using Orleans.Serialization;
using Orleans.Storage;

namespace Sws.Gateway.Tests.Cluster;

/// <summary>
/// A store that outlives the silos of a test, as Redis does. It keeps bytes: a reference to a grain or an observer that was
/// kept as an object would go on calling through the silo that wrote it.
/// </summary>
internal sealed class SharedGrainStorage(ConcurrentDictionary<string, byte[]> states, Serializer serializer) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (states.TryGetValue(Key(stateName, grainId), out byte[]? state))
        {
            grainState.State = serializer.Deserialize<T>(state);
            grainState.RecordExists = true;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        states[Key(stateName, grainId)] = serializer.SerializeToArray(grainState.State);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        states.TryRemove(Key(stateName, grainId), out _);
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private static string Key(string stateName, GrainId grainId) => stateName + "/" + grainId;
}
