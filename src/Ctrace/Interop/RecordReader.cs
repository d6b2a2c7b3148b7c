namespace Ctrace.Interop;

/// <summary>Takes one record of a <see cref="RingBuffer"/>. The bytes are the kernel's and gone when it returns.</summary>
internal delegate void RecordReader(ReadOnlySpan<byte> record);
