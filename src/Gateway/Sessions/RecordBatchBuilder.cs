using System.Buffers;
using Sws.Grains.Interfaces.Sessions;

namespace Sws.Gateway.Sessions;

/// <summary>Packs the records of one read into a <see cref="RecordBatch"/>: one record costs one array, many cost two.</summary>
internal sealed class RecordBatchBuilder
{
    // A batch above these goes out before more is read; both only bound the size of one grain call.
    private const int MaxRecords = 256;
    private const int MaxBytes = 1024 * 1024;

    private byte[]? _first;
    private ArrayBufferWriter<byte>? _many;
    private List<int>? _ends;

    public bool IsEmpty => _first is null;

    public bool IsFull => _first is not null && (_first.Length >= MaxBytes || _ends?.Count >= MaxRecords || _many?.WrittenCount >= MaxBytes);

    public void Add(ReadOnlySpan<byte> record)
    {
        if (_first is null)
        {
            _first = record.ToArray();
            return;
        }

        if (_many is null)
        {
            _many = new ArrayBufferWriter<byte>(_first.Length + record.Length);
            _many.Write(_first);
            _ends = [_first.Length];
        }

        _many.Write(record);
        _ends!.Add(_many.WrittenCount);
    }

    /// <summary>The batch; the builder is empty again.</summary>
    public RecordBatch Build()
    {
        RecordBatch batch = _many is null
            ? new RecordBatch(_first!, null)
            : new RecordBatch(_many.WrittenSpan.ToArray(), [.. _ends!]);
        (_first, _many, _ends) = (null, null, null);
        return batch;
    }
}
