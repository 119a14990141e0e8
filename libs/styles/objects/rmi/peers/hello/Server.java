package example.hello;

import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;

/** Exports the object and binds it as "Hello". Argument: the registry's port, if it is not 1099. */
public class Server implements Hello {
    public String sayHello() {
        return "Hello, world!";
    }

    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : Registry.REGISTRY_PORT;
        Hello stub = (Hello) UnicastRemoteObject.exportObject(new Server(), 0);
        LocateRegistry.getRegistry(port).bind("Hello", stub);
        System.err.println("Server ready");
    }
}
