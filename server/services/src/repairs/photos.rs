//! Pictures: decoded under limits and encoded anew, so that nothing but the picture remains, no place, no device, no
//! hidden bytes (SEC-F1 to F4). Stored as files under random names.

use crate::{
    error::{Error, Result},
    random,
};
use domain::ids::PhotoId;
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};
use sha2::{Digest, Sha256};
use std::{
    fs,
    io::{BufReader, Write},
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::sync::Semaphore;

/// The longer side of a stored picture, in pixels: enough to see a crack.
const LONGEST_SIDE: u32 = 1600;
const JPEG_QUALITY: u8 = 80;
/// Larger pictures are refused before they are decoded.
const SIDE_MAX: u32 = 12_000;
/// Memory that decoding one picture may take, in bytes.
const DECODING_MAX: u64 = 64 * 1024 * 1024;

/// A picture that has been read whole and encoded anew.
pub struct Incoming {
    pub jpeg: Vec<u8>,
    /// Of the stored bytes, hexadecimal.
    pub sha256: String,
}

/// Why a file is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoProblem {
    NotAPicture,
    /// More pixels than we decode.
    TooManyPixels,
}

/// The folder of pictures.
#[derive(Clone)]
pub struct PhotoStore {
    folder: Arc<Path>,
    /// One at a time for each core pair: decoding takes tens of megabytes.
    decoding: Arc<Semaphore>,
}

impl PhotoStore {
    pub fn open(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder)?;
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Ok(Self {
            folder: folder.into(),
            decoding: Arc::new(Semaphore::new(cores.div_ceil(2))),
        })
    }

    /// Reads the picture in `file`, upright, shrunk to 1,600 pixels, as JPEG.
    pub async fn read_incoming(&self, file: PathBuf) -> Result<std::result::Result<Incoming, PhotoProblem>> {
        let slot = Arc::clone(&self.decoding)
            .acquire_owned()
            .await
            .map_err(|_| Error::Busy)?;
        Ok(tokio::task::spawn_blocking(move || {
            let result = encode_anew(&file);
            drop(slot);
            result
        })
        .await?)
    }

    fn path(&self, id: &PhotoId) -> PathBuf {
        // The last letters of an id are random; the first are its time.
        let (_, shard) = id.as_str().split_at(id.as_str().len() - 2);
        self.folder.join(shard).join(format!("{id}.jpg"))
    }

    /// Writes a picture to disk, safe before this returns.
    pub async fn keep(&self, id: &PhotoId, incoming: &Incoming) -> Result<()> {
        let (path, bytes) = (self.path(id), incoming.jpeg.clone());
        tokio::task::spawn_blocking(move || {
            let folder = path.parent().unwrap_or(&path);
            fs::create_dir_all(folder)?;
            let mut file = fs::File::create(&path)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            fs::File::open(folder)?.sync_all()
        })
        .await??;
        Ok(())
    }

    pub async fn read(&self, id: &PhotoId) -> Result<Vec<u8>> {
        match tokio::fs::read(self.path(id)).await {
            Ok(bytes) => Ok(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Error::NotFound),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a picture; one that is not there is no error.
    pub async fn remove(&self, id: &PhotoId) -> Result<()> {
        match tokio::fs::remove_file(self.path(id)).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

fn encode_anew(file: &Path) -> std::result::Result<Incoming, PhotoProblem> {
    let unreadable = |_| PhotoProblem::NotAPicture;
    let mut reader = ImageReader::new(BufReader::new(
        fs::File::open(file).map_err(|_| PhotoProblem::NotAPicture)?,
    ))
    .with_guessed_format()
    .map_err(|_| PhotoProblem::NotAPicture)?;
    if !matches!(
        reader.format(),
        Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)
    ) {
        return Err(PhotoProblem::NotAPicture);
    }
    if reader.format() == Some(ImageFormat::Jpeg) && !fs::read(file).is_ok_and(|bytes| is_whole_jpeg(&bytes))
    {
        return Err(PhotoProblem::NotAPicture);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(DECODING_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(problem)?;
    if decoder.total_bytes() > DECODING_MAX {
        return Err(PhotoProblem::TooManyPixels);
    }
    let orientation = decoder.orientation().map_err(unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(problem)?;
    if picture.width().max(picture.height()) > LONGEST_SIDE {
        picture = picture.resize(LONGEST_SIDE, LONGEST_SIDE, FilterType::Triangle);
    }
    // Turned last, when it is small: turning makes a copy.
    picture.apply_orientation(orientation);
    let mut jpeg = Vec::new();
    picture
        .to_rgb8()
        .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY))
        .map_err(unreadable)?;
    let sha256 = random::hex(&Sha256::digest(&jpeg));
    Ok(Incoming { jpeg, sha256 })
}

/// Whether a JPEG has its end: the decoder fills what is missing with grey and says nothing.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some([0xff, marker, rest @ ..]) = bytes.get(at..) {
        match (marker, rest) {
            (0xd9, _) => return true,
            (0xff, _) => at += 1,
            (_, [high, low, ..]) => {
                at += 2 + usize::from(u16::from_be_bytes([*high, *low]));
                if *marker == 0xda {
                    // Picture data goes on to the next marker that is neither a stuffed byte nor a restart.
                    let data = bytes.get(at..).unwrap_or_default();
                    let is_end = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7);
                    at += data.windows(2).position(is_end).unwrap_or(data.len());
                }
            }
            _ => return false,
        }
    }
    false
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err wants")]
fn problem(error: image::ImageError) -> PhotoProblem {
    match error {
        image::ImageError::Limits(_) => PhotoProblem::TooManyPixels,
        _ => PhotoProblem::NotAPicture,
    }
}
