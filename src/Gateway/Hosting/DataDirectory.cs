namespace Sws.Gateway.Hosting;

/// <summary>The directory of the embedded default: keys, authority, store.</summary>
internal static class DataDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes a directory that only its owner can enter, if it is not there.</summary>
    /// <exception cref="StartupException">It cannot be made.</exception>
    public static string Ensure(string path)
    {
        try
        {
            if (!Directory.Exists(path))
            {
                _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, OwnerOnly);
            }

            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Gateway:DataDirectory: {path} cannot be created ({exception.Message}); name a directory that this user may write to.");
        }
    }

    /// <summary>Writes a file whole or not at all: beside it first, then moved over it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="isSecret">Whether only the owner may read it.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, bool isSecret)
    {
        string temporary = path + ".new";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (isSecret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (FileStream file = new(temporary, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
