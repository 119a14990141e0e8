package parley.desk;

import java.rmi.Remote;
import java.rmi.RemoteException;

/** What suite and lab ask of a receiver, as a remote interface: a notice and a request, with our message as bytes. */
public interface Desk extends Remote {
    void notify(String id, byte[] message) throws RemoteException;

    byte[] reserve(String id, byte[] request) throws RemoteException;

    /** Returns a reference to an object that was made for this call. */
    Teller teller() throws RemoteException;

    /** Takes a reference to somebody's object, and calls it. */
    String use(Teller teller) throws RemoteException;

    /** An object that others hold references to. */
    interface Teller extends Remote {
        String tell(String who) throws RemoteException;
    }
}
