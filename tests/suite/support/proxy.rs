//! What stands between the fund and its database, and can be stopped as if the database were.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// A way to a server.
pub struct Proxy {
    to: SocketAddr,
    at: SocketAddr,
    held: Arc<Mutex<Vec<TcpStream>>>,
    is_stopped: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

impl Proxy {
    /// One that leads to this server.
    pub fn to(to: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let mut proxy = Self {
            to,
            at,
            held: Arc::default(),
            is_stopped: Arc::default(),
            listening: None,
        };
        proxy.listen(listener);
        proxy
    }

    /// Where it listens.
    pub fn at(&self) -> SocketAddr {
        self.at
    }

    fn listen(&mut self, listener: TcpListener) {
        self.is_stopped.store(false, Ordering::SeqCst);
        let (to, held, is_stopped) = (self.to, self.held.clone(), self.is_stopped.clone());
        self.listening = Some(thread::spawn(move || {
            for near in listener.incoming() {
                if is_stopped.load(Ordering::SeqCst) {
                    return;
                }
                let (near, far) = (near.unwrap(), TcpStream::connect(to).unwrap());
                for (from, into) in [(&near, &far), (&far, &near)] {
                    let (mut from, mut into) =
                        (from.try_clone().unwrap(), into.try_clone().unwrap());
                    thread::spawn(move || {
                        // Either side may go: then the other goes too.
                        let _ended = io::copy(&mut from, &mut into);
                        let _gone = into.shutdown(Shutdown::Both);
                    });
                }
                held.lock().unwrap().extend([near, far]);
            }
        }));
    }

    /// Ends all connections, and takes no more.
    pub fn stop(&mut self) {
        let Some(listening) = self.listening.take() else {
            return;
        };
        self.is_stopped.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.at).unwrap());
        listening.join().unwrap();
        for stream in self.held.lock().unwrap().drain(..) {
            let _gone = stream.shutdown(Shutdown::Both);
        }
    }

    /// Takes connections again.
    pub fn start(&mut self) {
        let listener = TcpListener::bind(self.at).unwrap();
        self.listen(listener);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.stop();
    }
}
