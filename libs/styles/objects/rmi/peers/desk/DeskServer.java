package parley.desk;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.server.UnicastRemoteObject;
import java.rmi.server.Unreferenced;
import java.util.concurrent.CountDownLatch;

/**
 * A receiver. Arguments: the registry's port, the name to bind. It is told what to do a line at a time (prompt, hold, fail,
 * again), and says a line, with the nanoseconds of the machine's clock, for each thing that happens.
 */
public class DeskServer implements Desk {
    private final String name;
    private volatile String behaviour = "prompt";
    private volatile CountDownLatch held = new CountDownLatch(1);
    private volatile Teller kept;

    private DeskServer(String name) {
        this.name = name;
    }

    static synchronized void say(String text) {
        System.out.println(System.nanoTime() + " " + text);
        System.out.flush();
    }

    private void behave(String id) throws RemoteException {
        say("delivered " + id);
        try {
            if (behaviour.equals("hold")) held.await();
        } catch (InterruptedException interrupted) {
            throw new RemoteException("interrupted", interrupted);
        }
        if (behaviour.equals("fail")) throw new IllegalStateException("the application cannot now");
        say("processed " + id);
    }

    public void notify(String id, byte[] message) throws RemoteException {
        behave(id);
    }

    public byte[] reserve(String id, byte[] request) throws RemoteException {
        behave(id);
        return request;
    }

    /** Says when the last reference to it has gone: given back, or its lease run out. */
    private static class NamedTeller implements Teller, Unreferenced {
        public String tell(String who) {
            say("told " + who);
            return "told to " + who;
        }

        public void unreferenced() {
            say("unreferenced");
        }
    }

    public Teller teller() throws RemoteException {
        return (Teller) UnicastRemoteObject.exportObject(new NamedTeller(), 0);
    }

    public String use(Teller teller) throws RemoteException {
        kept = teller;
        return teller.tell(name);
    }

    public static void main(String[] args) throws Exception {
        DeskServer server = new DeskServer(args[1]);
        Desk stub = (Desk) UnicastRemoteObject.exportObject(server, 0);
        LocateRegistry.getRegistry("127.0.0.1", Integer.parseInt(args[0])).rebind(args[1], stub);
        say("ready");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals("again")) say("answer " + server.kept.tell(server.name));
            else server.behaviour = line;
            if (line.equals("hold")) server.held = new CountDownLatch(1);
            if (line.equals("prompt")) server.held.countDown();
            say("now " + line);
        }
        System.exit(0);
    }
}
