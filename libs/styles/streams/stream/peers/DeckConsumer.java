import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The deck's subscriber, as it stands there: BROKERS TOPIC… Since Kafka 4 poll takes a Duration. With -Dpolls=N it takes N
 * sets of events instead of the first one, which is often empty.
 */
public class DeckConsumer {
  public static void main(String[] args) {
    Properties props = new Properties();
    props.put("bootstrap.servers", args[0]);
    props.put("key.deserializer", StringDeserializer.class.getName());
    props.put("value.deserializer", StringDeserializer.class.getName());
    props.put("group.id", "gid" + System.nanoTime());
    KafkaConsumer<String, String> consumer = new KafkaConsumer<>(props);

    consumer.subscribe(Arrays.asList(args).subList(1, args.length));
    for (int polls = Integer.getInteger("polls", 1); polls > 0; polls--) {
      ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(1000));
      records.forEach(r -> {
        System.err.println(r.topic() + "/" + r.value());
      });
      consumer.commitSync();
    }
    consumer.close();
  }
}
