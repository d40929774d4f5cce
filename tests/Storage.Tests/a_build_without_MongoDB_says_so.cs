namespace ArchOpt.Storage.Tests;

public sealed class a_build_without_MongoDB_says_so
{
    [Theory]
    [InlineData("mongodb://user:secret@host/archopt")]
    [InlineData("mongodb+srv://user:secret@host/archopt")]
    public void A_MongoDB_server_is_named_as_missing_from_this_build_and_its_password_is_not_repeated(string connectionString)
    {
        var error = Should.Throw<StoreUnusableException>(() => StudyStores.Create(connectionString, TimeProvider.System));
        error.Message.ShouldContain("no MongoDB adapter");
        error.Message.ShouldNotContain("secret");
    }
}
