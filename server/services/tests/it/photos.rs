use domain::{
    forms::{Code, FormErrors},
    ids::DraftId,
};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use services::{
    args, both_engines,
    error::{Conflict, Error, Result},
    repairs::{self, Incoming, PhotoProblem, report},
    testing::{Answer, Op, Tenant, Test},
};
use std::{io::Cursor, time::Duration};

/// Left half red, right half blue; `seed` makes pictures differ.
fn picture(seed: u8) -> DynamicImage {
    let colour = |x, _| {
        if x < 20 {
            Rgb([255, seed, 0])
        } else {
            Rgb([0, seed, 255])
        }
    };
    DynamicImage::ImageRgb8(RgbImage::from_fn(40, 20, colour))
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG whose EXIF says "turn me by 90 degrees" and names a place.
fn from_a_phone() -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"); // orientation 6
    exif.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0"); // the place stands at 38
    exif.extend(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0GPS-CANARY");
    let mut jpeg = encoded(&picture(0), ImageFormat::Jpeg);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let segment = [&[0xff, 0xe1], &length[..], &exif].concat();
    jpeg.splice(2..2, segment);
    jpeg
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}

/// A PNG that says it has 50,000 by 50,000 pixels.
fn pixel_bomb() -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [
        (b"IHDR", &b"\0\0\xc3\x50\0\0\xc3\x50\x08\x02\0\0\0"[..]),
        (b"IDAT", &[]),
        (b"IEND", &[]),
    ] {
        let body = [&kind[..], data].concat();
        png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        png.extend(&body);
        png.extend(crc(&body).to_be_bytes());
    }
    png
}

async fn read(t: &Test, bytes: Vec<u8>) -> std::result::Result<Incoming, PhotoProblem> {
    let file = t.folder().join("incoming");
    tokio::fs::write(&file, bytes).await.unwrap();
    t.platform.photos.read_incoming(file).await.unwrap()
}

async fn add(t: &Test, tenant: &Tenant, draft: &DraftId, seed: u8) -> Result<domain::ids::PhotoId> {
    let incoming = read(t, encoded(&picture(seed), ImageFormat::Png))
        .await
        .ok()
        .unwrap();
    report::add_photo(&tenant.ctx, draft, "IMG_1.jpg", incoming).await
}

fn files(t: &Test) -> usize {
    let folders = std::fs::read_dir(t.folder().join("photos")).unwrap();
    folders
        .map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count())
        .sum()
}

both_engines! {
    async fn a_phones_picture_is_kept_upright_and_without_its_place(t: Test) {
        let kept = read(&t, from_a_phone()).await.ok().unwrap();
        let upright = image::load_from_memory_with_format(&kept.jpeg, ImageFormat::Jpeg).unwrap().to_rgb8();
        assert_eq!(upright.dimensions(), (20, 40));
        assert!(upright.get_pixel(10, 5)[0] > 200 && upright.get_pixel(10, 35)[2] > 200);
        for secret in [&b"Exif"[..], b"GPS-CANARY"] {
            assert!(from_a_phone().windows(secret.len()).any(|part| part == secret));
            assert!(!kept.jpeg.windows(secret.len()).any(|part| part == secret));
        }
    }

    async fn png_and_webp_become_jpeg(t: Test) {
        for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Jpeg] {
            let kept = read(&t, encoded(&picture(1), format)).await.ok().unwrap();
            assert_eq!(image::guess_format(&kept.jpeg).unwrap(), ImageFormat::Jpeg);
        }
    }

    async fn a_large_picture_is_shrunk(t: Test) {
        let kept = read(&t, encoded(&DynamicImage::new_rgb8(3200, 1000), ImageFormat::Jpeg)).await.ok().unwrap();
        let small = image::load_from_memory(&kept.jpeg).unwrap();
        assert_eq!((small.width(), small.height()), (1600, 500));
    }

    async fn what_is_no_whole_picture_is_refused(t: Test) {
        let whole = encoded(&DynamicImage::new_rgb8(300, 300), ImageFormat::Jpeg);
        let cut = |format| {
            let whole = encoded(&picture(7).resize_exact(300, 300, image::imageops::FilterType::Nearest), format);
            whole[..whole.len() / 2].to_vec()
        };
        let wrong = [
            ("a PDF", b"%PDF-1.7\n1 0 obj".to_vec()),
            ("nothing", vec![]),
            ("a GIF", b"GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;".to_vec()),
            ("a web page", b"<html><script>alert(1)</script>".to_vec()),
            ("the head of a JPEG", whole[..200].to_vec()),
            ("half a JPEG", cut(ImageFormat::Jpeg)),
            ("half a PNG", cut(ImageFormat::Png)),
            ("half a WebP", cut(ImageFormat::WebP)),
        ];
        for (name, bytes) in wrong {
            assert_eq!(read(&t, bytes).await.err(), Some(PhotoProblem::NotAPicture), "{name}");
        }
    }

    async fn a_pixel_bomb_is_refused_at_once(t: Test) {
        let refused = tokio::time::timeout(Duration::from_secs(1), read(&t, pixel_bomb())).await.unwrap();
        assert_eq!(refused.err(), Some(PhotoProblem::TooManyPixels));
    }

    async fn the_same_picture_twice_is_kept_once(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let draft = tenant.draft(&offer, &offer.tap).await;
        let first = add(&t, &tenant, &draft, 1).await.unwrap();
        assert_eq!(add(&t, &tenant, &draft, 1).await.unwrap(), first);
        assert_eq!(files(&t), 1);
        assert_eq!(report::draft(&tenant.ctx, &draft).await.unwrap().photos.len(), 1);
    }

    async fn ten_photos_are_kept_even_if_fourteen_arrive_at_once(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let draft = tenant.draft(&offer, &offer.tap).await;
        let mut incoming = Vec::new();
        for seed in 0..14 {
            incoming.push(read(&t, encoded(&picture(seed * 10), ImageFormat::Png)).await.ok().unwrap());
        }
        let all = incoming.into_iter().map(|incoming| report::add_photo(&tenant.ctx, &draft, "a", incoming));
        let outcomes = futures_util::future::join_all(all).await;
        let too_many = FormErrors::one("photos", Code::TooMany { max: 10 });
        let refused = outcomes.iter().filter(|outcome| matches!(outcome, Err(Error::Form(errors)) if *errors == too_many));
        assert_eq!(refused.count(), 4);
        assert_eq!(report::draft(&tenant.ctx, &draft).await.unwrap().photos.len(), 10);
        assert_eq!(files(&t), 10);
    }

    async fn a_removed_photo_is_gone_from_the_disk(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let draft = tenant.draft(&offer, &offer.tap).await;
        let photo = add(&t, &tenant, &draft, 1).await.unwrap();
        report::remove_photo(&tenant.ctx, Some(&draft), Some(&photo)).await.unwrap();
        assert_eq!(files(&t), 0);
        assert!(matches!(repairs::photo(&tenant.ctx, &photo).await, Err(Error::NotFound)));
    }

    async fn photos_follow_their_repair_to_the_housing_system_once(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let draft = tenant.draft(&offer, &offer.tap).await;
        let photo = add(&t, &tenant, &draft, 1).await.unwrap();
        add(&t, &tenant, &draft, 90).await.unwrap();
        let repair = report::send(&tenant.ctx, Some(&draft)).await.unwrap();
        t.housing.script(Op::Attach, [Answer::LostAfter, Answer::Unavailable]);
        for _ in 0..3 {
            t.work().await;
            t.clock.advance_secs(60);
        }
        assert_eq!(t.housing.photos("hms-1").len(), 2);
        assert_eq!(crate::count(&t.platform, "select count(*) from repair_photos where passed_on_at is null", args![]).await, 0);
        assert!(repairs::details(&tenant.ctx, &repair).await.unwrap().photos.contains(&photo));
    }

    async fn a_photo_that_arrives_after_sending_is_refused_and_not_left_behind(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        let draft = tenant.draft(&offer, &offer.tap).await;
        report::send(&tenant.ctx, Some(&draft)).await.unwrap();
        let late = add(&t, &tenant, &draft, 1).await;
        assert!(matches!(late, Err(Error::Conflict(Conflict::NoLongerOffered))));
        assert_eq!(files(&t), 0);
    }

    async fn a_photo_that_arrives_while_the_report_is_sent_belongs_to_it_or_is_refused(t: Test) {
        let (tenant, offer) = (t.tenant("Megan").await, t.offer().await);
        for _ in 0..10 {
            let draft = tenant.draft(&offer, &offer.tap).await;
            let incoming = read(&t, encoded(&picture(3), ImageFormat::Png)).await.ok().unwrap();
            let (added, sent) = tokio::join!(
                report::add_photo(&tenant.ctx, &draft, "a", incoming),
                report::send(&tenant.ctx, Some(&draft)),
            );
            let shown = repairs::details(&tenant.ctx, &sent.unwrap()).await.unwrap().photos;
            assert_eq!(shown, added.into_iter().collect::<Vec<_>>());
        }
    }

    async fn a_photo_is_seen_by_who_may_see_its_repair(t: Test) {
        let (megan, stranger, offer) = (t.tenant("Megan").await, t.tenant("Owain").await, t.offer().await);
        let (joint, staff) = (t.joint_tenant("Nia", &megan).await, t.staff("Sian").await);
        let draft = megan.draft(&offer, &offer.tap).await;
        let photo = add(&t, &megan, &draft, 1).await.unwrap();
        for other in [&joint.ctx, &stranger.ctx, &staff] {
            assert!(matches!(repairs::photo(other, &photo).await, Err(Error::NotFound)));
        }
        assert!(matches!(report::remove_photo(&stranger.ctx, Some(&draft), Some(&photo)).await, Err(Error::NotFound)));
        report::send(&megan.ctx, Some(&draft)).await.unwrap();
        for ctx in [&megan.ctx, &joint.ctx, &staff] {
            assert!(!repairs::photo(ctx, &photo).await.unwrap().is_empty());
        }
        assert!(matches!(repairs::photo(&stranger.ctx, &photo).await, Err(Error::NotFound)));
        assert!(matches!(repairs::photo(&t.ctx(services::context::Actor::Nobody), &photo).await, Err(Error::SignIn)));
    }
}
