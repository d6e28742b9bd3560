//! A mail server that can be bad in every way there is, and counts what it took.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// How it treats whoever connects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// It takes what it is brought.
    Good,
    /// It says that it is busy.
    Busy,
    /// It takes a letter, and breaks off before it says so.
    Forgetful,
    /// It says nothing at all.
    Silent,
    /// It says a letter at a time, and never comes to an end.
    TarPit,
}

/// A server on this machine.
#[derive(Clone)]
pub struct Post {
    pub at: SocketAddr,
    manner: Arc<Mutex<Manner>>,
    /// What it has in full, by Message-ID; how often.
    taken: Arc<Mutex<BTreeMap<String, u32>>>,
    /// Connections that wait for it.
    waiting: Arc<Mutex<Vec<TcpStream>>>,
}

impl Post {
    /// One that begins in this manner.
    pub fn open(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let post = Self {
            at: listener.local_addr().unwrap(),
            manner: Arc::new(Mutex::new(manner)),
            taken: Arc::default(),
            waiting: Arc::default(),
        };
        let own = post.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (own, stream) = (own.clone(), stream.unwrap());
                // Whoever asks may go in the middle of it.
                thread::spawn(move || own.meets(stream).unwrap_or_default());
            }
        });
        post
    }

    /// From now on it is like this; whoever waited is let go.
    pub fn becomes(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
        for stream in self.waiting.lock().unwrap().drain(..) {
            let _gone = stream.shutdown(std::net::Shutdown::Both);
        }
    }

    /// How many wait for a word.
    pub fn waiting(&self) -> usize {
        self.waiting.lock().unwrap().len()
    }

    /// What it has, by Message-ID, and how often.
    pub fn taken(&self) -> BTreeMap<String, u32> {
        self.taken.lock().unwrap().clone()
    }

    fn manner(&self) -> Manner {
        *self.manner.lock().unwrap()
    }

    fn meets(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let manner = self.manner();
        match manner {
            Manner::Busy => return stream.write_all(b"421 4.3.2 try again later\r\n"),
            Manner::Silent => {
                self.waiting.lock().unwrap().push(stream);
                return Ok(());
            }
            Manner::TarPit => {
                self.waiting.lock().unwrap().push(stream.try_clone()?);
                stream.write_all(b"220-")?;
                loop {
                    stream.write_all(b"x")?;
                    thread::park_timeout(Duration::from_millis(50));
                }
            }
            Manner::Good | Manner::Forgetful => {}
        }
        stream.write_all(b"220 post\r\n")?;
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        while let Some(line) = lines.next().transpose()? {
            if self.manner() != manner {
                // Whoever came before it changed begins again.
                return Ok(());
            }
            let word = line.split([' ', ':']).next().unwrap_or_default();
            match word.to_ascii_uppercase().as_str() {
                "DATA" => {
                    stream.write_all(b"354 go on\r\n")?;
                    let id = read_letter(&mut lines)?;
                    *self.taken.lock().unwrap().entry(id).or_default() += 1;
                    if manner == Manner::Forgetful {
                        return Ok(());
                    }
                }
                "QUIT" => return stream.write_all(b"221 bye\r\n"),
                _ => {}
            }
            stream.write_all(b"250 ok\r\n")?;
        }
        Ok(())
    }
}

/// Reads a letter to its end; gives its Message-ID.
fn read_letter(
    lines: &mut impl Iterator<Item = std::io::Result<String>>,
) -> std::io::Result<String> {
    let mut id = String::new();
    for line in lines {
        let line = line?;
        if line == "." {
            return Ok(id);
        }
        if let Some(found) = line.strip_prefix("Message-ID: ") {
            found.clone_into(&mut id);
        }
    }
    Err(std::io::ErrorKind::UnexpectedEof.into())
}
