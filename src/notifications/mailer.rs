//! How letters leave: SMTP, a folder, or nowhere. The only file that sends with lettre.

use crate::config::{Mail, Tls, Transport};
use crate::kernel::closed;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::TlsParameters;
use lettre::{FileTransport, Message, SmtpTransport, Transport as _};
use std::time::Duration;

/// A letter ready to leave.
pub struct Outgoing<'a> {
    /// The reader's name.
    pub name: &'a str,
    /// The reader's address.
    pub email: &'a str,
    /// The same for every attempt, so that a reader's mail program shows it once.
    pub message_id: &'a str,
    pub subject: &'a str,
    /// The plain part.
    pub text: &'a str,
    /// The HTML part.
    pub html: &'a str,
}

enum Way {
    Smtp(Box<SmtpTransport>),
    Folder(FileTransport),
    Nowhere,
}

/// Sends letters.
pub struct Mailer {
    from: Mailbox,
    way: Way,
}

impl Mailer {
    /// A mailer as configured.
    ///
    /// # Errors
    /// Settings that no mailer can be made of, in words.
    pub fn new(settings: &Mail) -> Result<Self, String> {
        let from = settings
            .from
            .parse()
            .map_err(|error| format!("mail.from: {error}"))?;
        let way = match settings.transport {
            Transport::Memory => Way::Nowhere,
            Transport::File => {
                closed::folder(&settings.folder)
                    .map_err(|error| format!("mail.folder: {error}"))?;
                Way::Folder(FileTransport::new(&settings.folder))
            }
            Transport::Smtp => Way::Smtp(Box::new(smtp(settings)?)),
        };
        Ok(Self { from, way })
    }

    /// Sends one letter.
    ///
    /// # Errors
    /// Why it did not leave, in words for the outbox.
    pub fn send(&self, letter: &Outgoing<'_>) -> Result<(), String> {
        let address = letter
            .email
            .parse()
            .map_err(|error| format!("address: {error}"))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(Some(letter.name.to_owned()), address))
            .subject(letter.subject)
            .message_id(Some(letter.message_id.to_owned()))
            .multipart(MultiPart::alternative_plain_html(
                letter.text.to_owned(),
                letter.html.to_owned(),
            ))
            .map_err(|error| error.to_string())?;
        match &self.way {
            Way::Nowhere => Ok(()),
            Way::Folder(folder) => folder
                .send(&message)
                .map(drop)
                .map_err(|error| error.to_string()),
            Way::Smtp(server) => server
                .send(&message)
                .map(drop)
                .map_err(|error| error.to_string()),
        }
    }
}

fn smtp(settings: &Mail) -> Result<SmtpTransport, String> {
    let says = |error: lettre::transport::smtp::Error| format!("mail.tls: {error}");
    let tls = || TlsParameters::new(settings.host.clone()).map_err(says);
    let builder = SmtpTransport::builder_dangerous(&settings.host).port(settings.port);
    use lettre::transport::smtp::client::Tls as Wire;
    let builder = match settings.tls {
        Tls::None => builder.tls(Wire::None),
        Tls::Starttls => builder.tls(Wire::Required(tls()?)),
        Tls::Implicit => builder.tls(Wire::Wrapper(tls()?)),
    };
    let builder = builder.timeout(Some(Duration::from_secs(20)));
    Ok(if settings.user.is_empty() {
        builder.build()
    } else {
        let password = settings.password.expose().clone();
        builder
            .credentials(Credentials::new(settings.user.clone(), password))
            .build()
    })
}
