package example.hello;

import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;

/** Looks "Hello" up and calls it. Arguments: the registry's host and port, if they are not this one and 1099. */
public class Client {
    public static void main(String[] args) throws Exception {
        String host = args.length > 0 ? args[0] : null;
        int port = args.length > 1 ? Integer.parseInt(args[1]) : Registry.REGISTRY_PORT;
        Hello stub = (Hello) LocateRegistry.getRegistry(host, port).lookup("Hello");
        System.out.println("response: " + stub.sayHello());
    }
}
