using System.Globalization;
using Microsoft.Data.Sqlite;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Sws.Gateway.Storage;

/// <summary>Grain state in the <see cref="StoreFile"/>, in Orleans' own format. A write that is answered is on disk.</summary>
internal sealed class FileGrainStorage(StoreFile file, Serializer serializer, IActivatorProvider activators) : IGrainStorage
{
    private readonly OrleansGrainStorageSerializer _serializer = new(serializer);

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        (long Etag, byte[] Data)? found = null;
        await file.RunAsync((connection, transaction) => found = Read(connection, transaction, stateName, grainId));
        (grainState.State, grainState.ETag, grainState.RecordExists) = found is { } row
            ? (_serializer.Deserialize<T>(new BinaryData(row.Data)), Text(row.Etag), true)
            : (activators.GetActivator<T>().Create(), null, false);
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        byte[] data = _serializer.Serialize(grainState.State).ToArray();
        long next = 0;
        await file.RunAsync((connection, transaction) =>
        {
            Expect(connection, transaction, stateName, grainId, grainState.ETag);
            next = (Number(grainState.ETag) ?? 0) + 1;
            using SqliteCommand command = Command(
                connection, transaction, "INSERT OR REPLACE INTO grain_state (state, grain, etag, data) VALUES ($state, $grain, $etag, $data)", stateName, grainId);
            command.Parameters.AddWithValue("$etag", next);
            command.Parameters.AddWithValue("$data", data);
            command.ExecuteNonQuery();
        });
        (grainState.ETag, grainState.RecordExists) = (Text(next), true);
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await file.RunAsync((connection, transaction) =>
        {
            Expect(connection, transaction, stateName, grainId, grainState.ETag);
            using SqliteCommand command = Command(
                connection, transaction, "DELETE FROM grain_state WHERE state = $state AND grain = $grain", stateName, grainId);
            command.ExecuteNonQuery();
        });
        (grainState.State, grainState.ETag, grainState.RecordExists) = (activators.GetActivator<T>().Create(), null, false);
    }

    private static (long Etag, byte[] Data)? Read(SqliteConnection connection, SqliteTransaction transaction, string stateName, GrainId grainId)
    {
        using SqliteCommand command = Command(
            connection, transaction, "SELECT etag, data FROM grain_state WHERE state = $state AND grain = $grain", stateName, grainId);
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
    }

    /// <summary>Two activations of one grain may write: the second, which has not read what the first wrote, must not win.</summary>
    private static void Expect(SqliteConnection connection, SqliteTransaction transaction, string stateName, GrainId grainId, string? etag)
    {
        long? stored = Read(connection, transaction, stateName, grainId)?.Etag;
        if (stored != Number(etag))
        {
            throw new InconsistentStateException(
                $"State '{stateName}' of {grainId} was changed by another activation.", stored is { } number ? Text(number) : "", etag ?? "");
        }
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction transaction, string sql, string stateName, GrainId grainId)
    {
        SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        command.Parameters.AddWithValue("$state", stateName);
        command.Parameters.AddWithValue("$grain", grainId.ToString());
        return command;
    }

    private static string Text(long etag) => etag.ToString(CultureInfo.InvariantCulture);

    private static long? Number(string? etag) => etag is null ? null : long.Parse(etag, CultureInfo.InvariantCulture);
}
