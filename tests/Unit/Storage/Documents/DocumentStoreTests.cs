using System.Text;
using Cloud.Core.Storage.Documents;
using Cloud.Core.Storage.Files;

namespace Cloud.Unit.Storage.Documents;

public sealed class DocumentStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("documents").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Document_that_was_written_is_read_by_another_store()
    {
        var write = Open().Write("topics/orders", heldVersion: 0, "state"u8.ToArray());

        var document = Open().Read("topics/orders");

        Assert.True(write.IsWritten);
        Assert.Equal(1, document.Version);
        Assert.True(document.Exists);
        Assert.Equal("state", Encoding.UTF8.GetString(document.Content.Span));
    }

    [Fact]
    public void Document_that_was_never_written_is_none()
    {
        Assert.Equal(Document.None, Open().Read("orders"));
    }

    [Fact]
    public void Write_over_another_version_changes_nothing_and_shows_what_is_there()
    {
        var store = Open();
        store.Write("orders", 0, "first"u8.ToArray());

        var write = store.Write("orders", 0, "second"u8.ToArray());

        Assert.False(write.IsWritten);
        Assert.Equal(1, write.Stored.Version);
        Assert.Equal("first"u8.ToArray(), store.Read("orders").Content.ToArray());
    }

    [Fact]
    public void Writer_from_before_a_removal_never_matches_a_document_made_after_it()
    {
        var store = Open();
        var held = store.Write("orders", 0, "first"u8.ToArray()).Stored.Version;
        var cleared = store.Clear("orders", held).Stored.Version;
        Assert.False(store.Read("orders").Exists);
        store.Write("orders", cleared, "second"u8.ToArray());

        var late = store.Write("orders", held, "late"u8.ToArray());

        Assert.False(late.IsWritten);
        Assert.Equal("second"u8.ToArray(), Open().Read("orders").Content.ToArray());
    }

    [Fact]
    public void File_that_is_damaged_anywhere_is_an_error_that_names_it()
    {
        var store = Open();
        store.Write("orders", 0, "some state"u8.ToArray());
        var path = Directory.GetFiles(_folder).Single();
        var bytes = File.ReadAllBytes(path);

        for (var position = 0; position < bytes.Length; position++)
        {
            var mangled = (byte[])bytes.Clone();
            mangled[position] ^= 0x10;
            File.WriteAllBytes(path, mangled);

            var failure = Assert.Throws<DocumentCorruptException>(() => store.Read("orders"));
            Assert.Equal(path, failure.Path);
            Assert.Throws<DocumentCorruptException>(() => store.Write("orders", 1, "new"u8.ToArray()));
        }
    }

    [Fact]
    public void File_that_is_cut_short_is_an_error()
    {
        var store = Open();
        store.Write("orders", 0, "some state"u8.ToArray());
        var path = Directory.GetFiles(_folder).Single();
        var bytes = File.ReadAllBytes(path);

        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);

            Assert.Throws<DocumentCorruptException>(() => store.Read("orders"));
        }
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("../x", "..")]
    [InlineData("UPPER", "upper")]
    public void Names_stay_apart_and_inside_the_folder(string name, string other)
    {
        var store = Open();

        store.Write(name, 0, "one"u8.ToArray());
        store.Write(other, 0, "two"u8.ToArray());

        Assert.Equal("one"u8.ToArray(), store.Read(name).Content.ToArray());
        Assert.Equal(2, Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Names_too_long_for_a_file_stay_apart_where_a_checksum_would_not_do()
    {
        // As many as make some of their 32-bit checksums alike; for texts of one length two checksums are no better.
        var files = Enumerable.Range(0, 300_000).Select(index => (ulong)index)
            .Select(index => DocumentNames.FileOf($"{new string('a', 250)}{index * 0x9E3779B97F4A7C15:x16}"))
            .ToHashSet();

        Assert.Equal(300_000, files.Count);
        Assert.All(files.Take(10), file => Assert.InRange(file.Length, 1, 220));
    }

    [Fact]
    public void Names_too_long_for_a_file_stay_apart()
    {
        var store = Open();
        var one = new string('x', 5_000) + "1";
        var other = new string('x', 5_000) + "2";

        store.Write(one, 0, "one"u8.ToArray());
        store.Write(other, 0, "two"u8.ToArray());

        Assert.Equal("one"u8.ToArray(), store.Read(one).Content.ToArray());
        Assert.Equal("two"u8.ToArray(), store.Read(other).Content.ToArray());
    }

    private DocumentStore Open() => new(new RealFileSystem(), _folder);
}
