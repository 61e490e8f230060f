//! Names of people who do not exist.

pub const FORENAMES: [(&str, &str); 40] = [
    ("Ms", "Amelia"), ("Mr", "Arjun"), ("Mrs", "Beata"), ("Mr", "Bartosz"), ("Ms", "Carys"), ("Mr", "Callum"), ("Mrs", "Dorothy"),
    ("Mr", "Delroy"), ("Miss", "Eilidh"), ("Mr", "Emeka"), ("Mrs", "Fatima"), ("Mr", "Farhan"), ("Ms", "Grace"), ("Mr", "Gwilym"),
    ("Mrs", "Harpreet"), ("Mr", "Henry"), ("Ms", "Ifeoma"), ("Mr", "Ioan"), ("Mrs", "Joan"), ("Mr", "José"), ("Ms", "Keira"),
    ("Mr", "Kwame"), ("Mrs", "Lowri"), ("Mr", "Łukasz"), ("Miss", "Mei Lin"), ("Mr", "Mohammed"), ("Mrs", "Niamh"), ("Mr", "Noah"),
    ("Ms", "Olena"), ("Mr", "Owen"), ("Mrs", "Priya"), ("Mr", "Patrick"), ("Ms", "Renée"), ("Mr", "Rhys"), ("Mrs", "Sunita"),
    ("Mr", "Seán"), ("Ms", "Tamsin"), ("Mr", "Tomos"), ("Mx", "Robin"), ("Ms", "Zoë"),
];

pub const SURNAMES: [&str; 44] = [
    "Ahmed", "Abbott", "Begum", "Bowen", "Bailey-Ross", "Chaudhry", "Clarke", "D'Souza", "Davies", "Evans", "Edwards", "Fernández",
    "Foster", "Griffiths", "Gill", "Hughes", "Hartley", "Ibrahim", "Jenkins", "Jones", "Kaur", "Kowalski", "Lewis", "Llewellyn",
    "MacDonald", "Mbeki", "Morgan", "Müller", "Nowak", "Núñez", "O'Brien", "O'Neill", "Okafor", "Patel", "Powell", "Quinn",
    "Rahman", "Singh", "Smith", "St John", "Taylor", "van der Berg", "Williams", "Żukowski",
];

/// A name as it would stand in an email address.
pub fn plain(name: &str) -> String {
    let letters = name.chars().filter_map(|letter| match letter.to_lowercase().next().unwrap_or(letter) {
        'á' | 'â' | 'ä' => Some('a'),
        'é' | 'ë' | 'è' => Some('e'),
        'í' => Some('i'),
        'ó' | 'ö' => Some('o'),
        'ú' | 'ü' => Some('u'),
        'ñ' => Some('n'),
        'ł' => Some('l'),
        'ż' => Some('z'),
        other => other.is_ascii_alphanumeric().then_some(other),
    });
    letters.collect()
}
