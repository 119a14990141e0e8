package parley.desk;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;

/**
 * A sender. Argument: the registry's port. It is told what to call a line at a time (NAME notify ID, NAME reserve ID,
 * NAME teller, NAME use), and says how each call has ended, with the nanoseconds of the machine's clock.
 */
public class DeskClient {
    private static Desk.Teller held;

    private static String call(Registry registry, String[] words) throws Exception {
        Desk desk = (Desk) registry.lookup(words[0]);
        switch (words[1]) {
            case "notify":
                desk.notify(words[2], new byte[100]);
                return "ok";
            case "reserve":
                return "ok " + desk.reserve(words[2], new byte[100]).length;
            case "teller":
                held = desk.teller();
                return "ok " + held.tell("the client");
            default:
                return "ok " + desk.use(held);
        }
    }

    public static void main(String[] args) throws Exception {
        Registry registry = LocateRegistry.getRegistry("127.0.0.1", Integer.parseInt(args[0]));
        DeskServer.say("ready");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String answer;
            try {
                answer = call(registry, line.split(" "));
            } catch (Exception error) {
                answer = "error " + error.getClass().getName();
            }
            DeskServer.say("returned " + line + ": " + answer);
        }
        System.exit(0);
    }
}
