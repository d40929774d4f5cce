using System.Net.Security;
using ArchOpt.ServiceDefaults.Hosting;
using ArchOpt.ServiceDefaults.Messaging;

namespace ArchOpt.ServiceDefaults.Tests;

public sealed class a_broker_is_named_by_its_address
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void nothing_means_the_transport_of_this_process(string? text)
    {
        BrokerAddress.From(text).ShouldBeNull();
        new Transport(BrokerAddress.From(text)).IsVolatile.ShouldBeTrue();
    }

    [Fact]
    public void host_port_virtual_host_and_credentials_are_read()
    {
        var broker = BrokerAddress.From("amqp://me:secret@rabbit:5673/search")!;
        broker.Uri.ShouldBe(new Uri("amqp://rabbit:5673/search"));
        broker.User.ShouldBe("me");
        broker.Password.ShouldBe("secret");
        new Transport(broker).IsVolatile.ShouldBeFalse();
    }

    [Fact]
    public void escaped_credentials_are_unescaped_and_never_shown()
    {
        var broker = BrokerAddress.From("amqps://a%40b:p%3A%2F%40ss@rabbit/")!;
        broker.User.ShouldBe("a@b");
        broker.Password.ShouldBe("p:/@ss");
        broker.ToString().ShouldNotContain("p:/@ss");
        broker.Uri.UserInfo.ShouldBeEmpty();
    }

    [Fact]
    public void a_password_may_hold_a_colon() => BrokerAddress.From("amqp://me:a:b@rabbit/")!.Password.ShouldBe("a:b");

    [Fact]
    public void without_credentials_it_is_the_brokers_own_guest()
    {
        var broker = BrokerAddress.From("amqp://localhost:5672")!;
        (broker.User, broker.Password).ShouldBe(("guest", "guest"));
    }

    [Theory]
    [InlineData("amqps://rabbit/search", 5671)]
    [InlineData("amqps://rabbit:5999/search", 5999)]
    public void an_encrypted_one_must_show_a_certificate_for_its_name(string text, int port)
    {
        var broker = BrokerAddress.From(text)!;
        broker.IsEncrypted.ShouldBeTrue();
        broker.Uri.Port.ShouldBe(port);
        var factory = broker.CreateFactory("test");
        factory.Endpoint.Port.ShouldBe(port);
        factory.Ssl.Enabled.ShouldBeTrue();
        factory.Ssl.ServerName.ShouldBe("rabbit");
        factory.Ssl.AcceptablePolicyErrors.ShouldBe(SslPolicyErrors.None);
    }

    [Fact]
    public void one_that_is_not_encrypted_needs_no_certificate() => BrokerAddress.From("amqp://rabbit/")!.CreateFactory("test").Ssl.Enabled.ShouldBeFalse();

    [Theory]
    [InlineData("http://user:pass-word@rabbit")]
    [InlineData("rabbit")]
    [InlineData("amqp//user:pass-word@rabbit")]
    [InlineData("amqp://user:pass-word@rabbit:5671/")]
    public void anything_else_is_refused_by_its_key_without_repeating_a_password(string text)
    {
        var refusal = Should.Throw<WrongConfigurationException>(() => BrokerAddress.From(text));
        refusal.Message.ShouldStartWith("ConnectionStrings:messaging: ");
        refusal.Message.ShouldContain("amqp");
        refusal.Message.ShouldNotContain("pass-word");
    }
}
