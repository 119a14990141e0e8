import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** The deck's publisher, as it stands there: BROKERS TOPIC EVENT… With -Dhalt=true the process dies before close. */
public class DeckProducer {
  public static void main(String[] args) {
    Properties props = new Properties();
    props.put("bootstrap.servers", args[0]);
    props.put("key.serializer", StringSerializer.class.getName());
    props.put("value.serializer", StringSerializer.class.getName());
    props.put("log.retention.minutes", 10);

    KafkaProducer<String, String> producer = new KafkaProducer<>(props);
    String topic = args[1];
    for (int i = 2; i < args.length; i++) {
      String event = args[i];
      ProducerRecord<String, String> data = new ProducerRecord<>(topic, event);
      producer.send(data);
    }
    if (Boolean.getBoolean("halt")) Runtime.getRuntime().halt(137);
    producer.close();
  }
}
