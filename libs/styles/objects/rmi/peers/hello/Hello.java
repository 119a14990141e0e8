package example.hello;

import java.rmi.Remote;
import java.rmi.RemoteException;

/** What the remote object can do. */
public interface Hello extends Remote {
    String sayHello() throws RemoteException;
}
