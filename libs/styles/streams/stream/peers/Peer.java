import java.io.FileReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Somebody else's program that keeps to CloudEvents' binding for Kafka: `send BROKERS TOPIC KEY COUNT` sends so many events,
 * `read BROKERS TOPIC COUNT` prints so many, from the beginning: partition, key, id, type and value.
 */
public class Peer {
  static void put(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  static String get(Headers headers, String name) {
    var header = headers.lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** What a client is configured by; more, as how to log in, in a file that -Dclient.properties names. */
  static Properties settings(String brokers) throws IOException {
    Properties props = new Properties();
    String file = System.getProperty("client.properties");
    if (file != null) try (var reader = new FileReader(file, StandardCharsets.UTF_8)) { props.load(reader); }
    props.put("bootstrap.servers", brokers);
    return props;
  }

  static void send(String brokers, String topic, String key, int count) throws Exception {
    Properties props = settings(brokers);
    props.put("acks", "all");
    try (var producer = new KafkaProducer<>(props, new StringSerializer(), new StringSerializer())) {
      for (int n = 1; n <= count; n++) {
        var record = new ProducerRecord<>(topic, key, "event " + n);
        put(record.headers(), "ce-specversion", "1.0");
        put(record.headers(), "ce-id", "java-" + n);
        put(record.headers(), "ce-source", "java");
        put(record.headers(), "ce-type", "parley.test.v1.Event");
        put(record.headers(), "ce-sequence", "" + n);
        put(record.headers(), "ce-partitionkey", key);
        put(record.headers(), "content-type", "application/octet-stream");
        var at = producer.send(record).get();
        System.out.println("sent " + at.partition());
      }
    }
  }

  static void read(String brokers, String topic, int count) throws IOException {
    Properties props = settings(brokers);
    props.put("group.id", topic + ".java");
    props.put("auto.offset.reset", "earliest");
    try (var consumer = new KafkaConsumer<>(props, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      for (int left = count; left > 0; ) {
        for (var r : consumer.poll(Duration.ofMillis(500))) {
          var words = Arrays.asList("" + r.partition(), r.key(), get(r.headers(), "ce-id"), get(r.headers(), "ce-type"), r.value());
          System.out.println("read " + String.join("|", words));
          left--;
        }
        consumer.commitSync();
      }
    }
  }

  public static void main(String[] args) throws Exception {
    if (args[0].equals("send")) send(args[1], args[2], args[3], Integer.parseInt(args[4]));
    else read(args[1], args[2], Integer.parseInt(args[3]));
  }
}
