import java.io.FileInputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.DurabilityMode;
import org.apache.qpid.protonj2.client.ExpiryPolicy;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.apache.qpid.protonj2.client.SenderOptions;

/**
 * An AMQP 1.0 client by Apache Qpid, written from the README: `send URL ADDRESS` sends one message and waits until it is
 * accepted, `receive URL ADDRESS` prints one and accepts it. The URL: `amqp(s)://user:password@host:port/?hostname=…&ca=FILE`.
 */
public class Peer {
  /** Trusts one authority, the certificate in that file. */
  static SSLContext trusting(String file) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    try (var in = new FileInputStream(file)) {
      store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  static Connection connect(Client client, URI url) throws Exception {
    ConnectionOptions options = new ConnectionOptions();
    String[] login = url.getUserInfo().split(":");
    options.user(login[0]).password(login[1]);
    String query = url.getRawQuery() == null ? "" : url.getRawQuery();
    for (String pair : query.split("&")) {
      String[] parts = pair.split("=", 2);
      String value = parts.length > 1 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "";
      if (parts[0].equals("hostname")) options.virtualHost(value);
      if (parts[0].equals("ca")) options.sslOptions().sslContextOverride(trusting(value));
    }
    options.sslEnabled(url.getScheme().equals("amqps"));
    return client.connect(url.getHost(), url.getPort(), options);
  }

  static void send(Connection connection, String address) throws Exception {
    Message<byte[]> message = Message.create("{\"sku\":\"85123A\"}".getBytes(StandardCharsets.UTF_8));
    message.messageId("p-1").subject("notice").contentType("application/json").durable(true);
    message.property("parley-sender", "java").property("parley-seq", "1").property("colour", "żółty");
    SenderOptions options = new SenderOptions();
    options.targetOptions().durabilityMode(DurabilityMode.UNSETTLED_STATE).expiryPolicy(ExpiryPolicy.NEVER);
    connection.openSender(address, options).send(message).awaitAccepted(20, TimeUnit.SECONDS);
    System.out.println("accepted");
  }

  static void receive(Connection connection, String address) throws Exception {
    ReceiverOptions options = new ReceiverOptions().autoAccept(false);
    options.sourceOptions().durabilityMode(DurabilityMode.UNSETTLED_STATE).expiryPolicy(ExpiryPolicy.NEVER);
    var receiver = connection.openReceiver(address, options).openFuture().get();
    System.out.println("ready");
    var delivery = receiver.receive(30, TimeUnit.SECONDS);
    Message<byte[]> message = delivery.message();
    var properties = new TreeMap<String, Object>();
    message.forEachProperty(properties::put);
    String body = new String(message.body(), StandardCharsets.UTF_8);
    delivery.accept();
    System.out.println("got " + String.join("|", "" + message.messageId(), message.subject(), message.contentType(), "" + properties, body));
  }

  public static void main(String[] args) throws Exception {
    try (Client client = Client.create(); Connection connection = connect(client, new URI(args[1]))) {
      if (args[0].equals("send")) send(connection, args[2]);
      else receive(connection, args[2]);
      connection.closeAsync().get(5, TimeUnit.SECONDS);
    }
  }
}
