//! Sets of files as a landlord's program writes them.

use crate::random;
use domain::drops::{File, MANIFEST};
use sha2::{Digest, Sha256};
use std::{fs, path::Path};

/// Files that belong together.
#[derive(Clone, Debug, Default)]
pub struct DropSet {
    files: Vec<(File, Vec<u8>)>,
    minute: u32,
}

impl DropSet {
    /// Two neighbours and their homes: everything that the contract has, once.
    pub fn small() -> Self {
        Self::default()
            .with(
                File::People,
                "person_ref,title,forenames,surname,date_of_birth,email,mobile,phone,language\n\
                 P1,Ms,Megan,Price,1991-06-18,megan@example.org,07700900001,,en\n\
                 P2,,Siân,O'Connor,1979-03-14,,,01743 960001,cy\n",
            )
            .with(
                File::Tenancies,
                "tenancy_ref,tenure,start,end,status\nT1,SECURE,2021-04-05,,Current\nT2,SECURE,2019-01-07,,Current\n",
            )
            .with(
                File::Parties,
                "tenancy_ref,person_ref,role,from,to\nT1,P1,Main,2021-04-05,\nT2,P2,Main,2019-01-07,\n",
            )
            .with(
                File::Assets,
                "asset_ref,parent_ref,type,uprn,line1,town,postcode,attr:heating\n\
                 B1,,Communal,,Elm House,Shrewsbury,SY2 6AB,\n\
                 A1,B1,Property,000100070000037,Flat 1,Shrewsbury,SY2 6AB,Gas boiler\n\
                 A2,B1,Property,,Flat 2,Shrewsbury,SY2 6AC,\n",
            )
            .with(
                File::TenancyAssets,
                "tenancy_ref,asset_ref,primary\nT1,A1,yes\nT2,A2,yes\n",
            )
            .with(
                File::Accounts,
                "account_ref,tenancy_ref,type,balance,as_at,payment_ref,frequency,next_charge_date,next_charge_amount\n\
                 R1,T1,Rent,42.10,2026-11-24T06:00:00,9826001,Weekly,2026-11-30,112.46\nR2,T2,Rent,-85.00,,,,,\n",
            )
            .with(
                File::Transactions,
                "transaction_ref,account_ref,date,type,description,amount\n\
                 X1,R1,2026-11-16,RENT,Rent charge,112.46\nX2,R1,2026-11-20,PAY-DD,Direct debit,-112.46\n\
                 X3,R1,2026-11-23,RENT,Rent charge,112.46\n",
            )
            .with(
                File::Repairs,
                "repair_ref,external_ref,asset_ref,person_ref,description,sor_code,status,created_at,target,appointment_date,\
                 appointment_from,appointment_to\n\
                 W1,,A1,P1,Tap drips,DEMO-PLB-0101,appointed,2026-11-18T09:12:00,2026-12-24,2026-12-01,08:00,12:00\n\
                 W2,,A1,P9,Before her time,,completed,2018-02-01,,,,\n",
            )
            .with(
                File::Lookups,
                "kind,code,description,active_from,active_to,parent\nsor-tables,RESPONSIVE,Responsive repairs,,,\n\
                 sor-codes,DEMO-PLB-0101,Mend a tap,,,RESPONSIVE\nsor-codes,DEMO-PLB-0304,Old,,2023-03-31,RESPONSIVE\n\
                 repair-types,RESP,Responsive,,,\n",
            )
    }

    /// With this file, in place of one of its name.
    #[must_use]
    pub fn with(mut self, file: File, text: impl AsRef<[u8]>) -> Self {
        self.files.retain(|(known, _)| *known != file);
        self.files.push((file, text.as_ref().to_vec()));
        self
    }

    /// As it is at another minute, which makes another manifest.
    #[must_use]
    pub fn at_minute(self, minute: u32) -> Self {
        Self { minute, ..self }
    }

    #[must_use]
    pub fn without(mut self, file: File) -> Self {
        self.files.retain(|(known, _)| *known != file);
        self
    }

    /// The text of a file.
    pub fn text(&self, file: File) -> String {
        let found = self.files.iter().find(|(known, _)| *known == file);
        String::from_utf8_lossy(found.map_or(&[], |(_, bytes)| bytes)).into_owned()
    }

    pub fn manifest(&self) -> String {
        let rows = self.files.iter().map(|(file, bytes)| {
            // The rows of the sets here hold no line ends of their own.
            let rows = String::from_utf8_lossy(bytes).lines().count().saturating_sub(1);
            let hash = random::hex(&Sha256::digest(bytes));
            format!(
                "{},{rows},{hash},2026-11-24T06:{:02}:00\n",
                file.file_name(),
                self.minute
            )
        });
        format!("file,rows,sha256,as_at\n{}", rows.collect::<String>())
    }

    /// Lays the files down, the manifest last.
    pub fn lay(&self, folder: &Path) {
        self.lay_with(folder, &self.manifest());
    }

    /// As [`Self::lay`], with another manifest.
    pub fn lay_with(&self, folder: &Path, manifest: &str) {
        let lay =
            |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("a file can be written");
        fs::create_dir_all(folder).expect("a folder can be made");
        for (file, bytes) in &self.files {
            lay(file.file_name(), bytes);
        }
        lay(MANIFEST, manifest.as_bytes());
    }
}
