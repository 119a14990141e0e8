import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;

/** The lecture's consumer, as it stands there: its loop subscribes again and again. Where the broker is comes from the command line. */
public class Recv {
    private static final String QUEUE_NAME = "hello";

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        if (args.length > 0) factory.setUri(args[0]);
        Connection connection = factory.newConnection();
        Channel channel = connection.createChannel();

        channel.queueDeclare(QUEUE_NAME, false, false, false, null);

        Consumer consumer = new DefaultConsumer(channel) {
            public void handleDelivery(String cTag, Envelope env, AMQP.BasicProperties props, byte[] body) throws IOException {
                System.out.println(new String(body));
            }
        };

        for (;;)
            channel.basicConsume(QUEUE_NAME, true, consumer);

        // channel.close();
        // connection.close();
    }
}
